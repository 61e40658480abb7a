/// The ethnic groups of Decision 121-TCTK/PPCĐ (1979), with the words people use for them (`ethnic_groups.csv`).
extension EthnicGroup {
    /// One group a line: code, official name, other words.
    ///
    /// Held against the reference file by a test.
    static let table = """
        01|Kinh|Việt|Người Kinh|Người Việt
        02|Tày|Thổ|Ngạn|Phén|Phán|Thu Lao|Thù Lao|Pa Dí|Tày Khao|Tay
        03|Thái|Táy|Thái Trắng|Thái Đen|Thái Đỏ|Tày Khao|Tày Đăm|Tày Mười|Tày Thanh|Mán Thanh|Hàng Bông|Hàng Tổng|\
        Tày Mường|Pa Thay|Thổ Đà Bắc
        04|Hoa|Hán|Tiều|Triều Châu|Phúc Kiến|Quảng Đông|Hải Nam|Hạ|Xạ Phạng|Xạ Phang
        05|Khơ-me|Khmer|Khơ me|Khơme|Cur|Cul|Cu|Thổ|Việt gốc Miên|Miên|Khơ-me Krôm|Krôm
        06|Mường|Mol|Mual|Mọi|Mọi Bi|Ao Tá|Ậu Tá
        07|Nùng|Xuồng|Giang|Nùng An|Nùng Inh|Phàn Sinh|Phàn Slình|Nùng Phàn Slình|Nùng Cháo|Nùng Lòi|Nùng Dín|\
        Quý Rim|Khèn Lài|Nung
        08|Mông|HMông|H'Mông|H’Mông|H Mông|Hmông|H'mông|Hmong|H'mong|Mong|Mèo|Mẹo|Miêu|Mèo Hoa|Mèo Xanh|Mèo Đỏ|\
        Mèo Đen|Mèo Trắng|Mông Trắng|Mông Hoa|Mông Đen|Mông Xanh|Mông Đỏ|Mông Đơ|Mông Lềnh|Mông Đu|Mông Chúa|Mông Si|\
        Ná Mẻo|Na Miẻo|Mán Trắng|Mán
        09|Dao|Mán|Động|Trại|Xá|Dìu|Miên|Kiềm|Kiềm Miền|Kìm Miền|Kìm Mùn|Miền|Dao Đỏ|Dao Tiền|Quần Trắng|\
        Dao Quần Trắng|Quần Chẹt|Dao Quần Chẹt|Lô Giang|Lô Gang|Dao Lô Gang|Thanh Y|Dao Thanh Y|Dao Áo Dài|Áo Dài|\
        Làn Tẻn|Đại Bản|Tiểu Bản|Cóc Ngáng|Cóc Mùn|Sơn Đầu
        10|Gia-rai|Gia Rai|Giarai|Jrai|Jarai|Giơ-rai|Tơ-buăn|Chơ-rai|Hơ-bau|Hđrung|Chor
        11|Ngái|Xín|Lê|Đản|Khách Gia|Sán Ngái
        12|Ê-đê|Ê Đê|Êđê|Ede|Ê-Đê|Ra-đê|Rađê|Đê|Kpạ|A-đham|Krung|Ktul|Đliê Ruê|Blô|Epan|Mđhur|Bih
        13|Ba na|Ba Na|Ba-na|Bana|Bahnar|Giơ-lar|Gơ Lar|Tơ-lô|Giơ-lâng|Y-lăng|Rơ-ngao|Krem|Roh|Con Kđe|A-la Công|\
        Kpăng Công|Bơ-nâm
        14|Xơ-đăng|Xơ Đăng|Xơ-teng|Hđang|Tơ-đra|Mơ-nâm|Ha-lăng|Ca-dong|Kmrâng|Con Lan|Bri-la|Tang
        15|Sán Chay|Cao Lan|Sán Chỉ|Sán Chí|Cao Lan - Sán Chỉ|Cao Lan-Sán Chí|Mán Cao Lan|Mán|Hờn Bạn|Hờn Chùng|\
        Sơn Tử|San Chi
        16|Cơ-ho|Cơ Ho|K'Ho|Kơ Ho|Koho|Xrê|Srê|Nốp|Tu-lốp|Cơ-don|Chil|Lat|Lach|Trinh
        17|Chăm|Chàm|Chiêm Thành|Chăm Pa|Hroi|Hời
        18|Sán Dìu|Sán Dẻo|Sán Déo|Trại|Trại Đất|Mán|Quần Cộc|Mán Quần Cộc|Mán Váy Xẻ
        19|Hrê|H'rê|Chăm Rê|Chom|Krẹ Luỹ|Thạch Bích
        20|Mnông|M'Nông|M’Nông|Mơ Nông|Pnông|Nông|Pré|Preh|Bu-đâng|ĐiPri|Biat|Gar|Rơ-lam|Chil
        21|Ra-glai|Raglai|Ra Glai|Ra-clây|Rai|Noang|La-oang
        22|Xtiêng|X'tiêng|Stiêng|S'tiêng|Xa-điêng
        23|Bru-Vân Kiều|Bru - Vân Kiều|Bru|Vân Kiều|Măng Coong|Ma Coong|Tri|Khùa|Tri Khùa
        24|Thổ|Kẹo|Mọn|Cuối|Họ|Đan Lai|Ly Hà|Tày Pọng|Con Kha|Xá Lá Vàng
        25|Giáy|Nhắng|Dẩng|Giắng|Pầu Thìn|Nu Nà|Pu Nà|Cùi Chu|Xa
        26|Cơ-tu|Cơ Tu|Ca-tu|Katu|Cao|Hạ|Phương|Ca-tang
        27|Gié-Triêng|Gié Triêng|Giẻ Triêng|Đgiéh|Tareb|Giang Rẫy|Pin|Triêng|Treng|Ta-riêng|Ve|Veh|La-ve|Ca-tang
        28|Mạ|Châu Mạ|Mạ Ngăn|Mạ Xóp|Mạ Tô|Mạ Krung
        29|Khơ-mú|Khơ Mú|Khơmú|Xá Cẩu|Mứn Xen|Pu Thênh|Tềnh|Tày Hay
        30|Co|Cor|Kor|Col|Cùa|Trầu
        31|Ta-ôi|Tà Ôi|Tà-ôi|Tôi-ôi|Pa-co|Pa Cô|Pa-hi|Ba-hi
        32|Chơ-ro|Chơ Ro|Dơ-ro|Châu-ro|Chro
        33|Kháng|Xá Khao|Xá Súa|Xá Dón|Xá Dẩng|Xá Hốc|Xá Ái|Xá Bung|Quảng Lâm
        34|Xinh-mun|Xinh Mun|Puộc|Pụa
        35|Hà Nhì|U Ni|U Ní|Xá U Ni
        36|Chu-ru|Chu ru|Churu|Chơ-ru|Chu
        37|Lào|Lào Bốc|Là Bốc|Lào Nọi
        38|La Chí|Cù Tê|La Quả
        39|La Ha|Xá Khao|Khlá Phlạo
        40|Phù Lá|Bồ Khô Pạ|Mu Di Pạ|Xá Phó|Phó|Phổ|Va Xơ
        41|La Hủ|Lao|Pu Đang|Khù Xung|Cò Xung|Khả Quy|Xá Lá Vàng
        42|Lự|Lừ|Nhuồn|Duôn
        43|Lô Lô|Mun Di|Di
        44|Chứt|Sách|Mày|May|Rục|Mã-liêng|A-rem|Tu Vang|Pa-leng|Xơ-Lang|Tơ-hung|Chà-củi|Tắc-củi|U-mo|Xá Lá Vàng
        45|Mảng|Mảng Ư|Xá Lá Vàng
        46|Pà Thẻn|Pà Hưng|Tống
        47|Cơ Lao|Cờ Lao|Co Lao
        48|Cống|Xắm Khống|Mấng Nhé|Xá Xeng
        49|Bố Y|Chủng Chá|Trọng Gia|Tu Dí|Tu Dìn
        50|Si La|Cù Dề Xừ|Khả Pẻ
        51|Pu Péo|Ka Pèo|Pen Ti Lô Lô|Mán
        52|Brâu|Brao
        53|Ơ Đu|Tày Hạt
        54|Rơ-măm|Rơ Măm
        55|Người nước ngoài|Nước ngoài
        """

    /// Words that several groups answer to (`ethnic_alias_ambiguous.csv`): spellings, then the groups.
    static let ambiguousTable = """
        Ca-tang: 26 27
        Chil: 16 20
        Giang|Giắng: 07 25
        Hạ: 04 26
        Lao|Lào: 37 41
        Mán: 08 09 15 18 51
        Miên|Miền: 05 09
        Tay|Tày|Táy: 02 03
        Tày Khao: 02 03
        Thổ: 02 05 24
        Trại: 09 18
        Xa|Xá: 09 25
        Xá Khao: 33 39
        Xá Lá Vàng: 24 41 44 45
        """
}
