extension Province {
    /// One code a line: code, name until 2025-06-30, and the name from 2025-07-01 where the code lives on.
    static let table = """
        01|Hà Nội|Hà Nội
        02|Hà Giang|
        04|Cao Bằng|Cao Bằng
        06|Bắc Kạn|
        08|Tuyên Quang|Tuyên Quang
        10|Lào Cai|
        11|Điện Biên|Điện Biên
        12|Lai Châu|Lai Châu
        14|Sơn La|Sơn La
        15|Yên Bái|Lào Cai
        17|Hoà Bình|
        19|Thái Nguyên|Thái Nguyên
        20|Lạng Sơn|Lạng Sơn
        22|Quảng Ninh|Quảng Ninh
        24|Bắc Giang|Bắc Ninh
        25|Phú Thọ|Phú Thọ
        26|Vĩnh Phúc|
        27|Bắc Ninh|
        30|Hải Dương|
        31|Hải Phòng|Hải Phòng
        33|Hưng Yên|Hưng Yên
        34|Thái Bình|
        35|Hà Nam|
        36|Nam Định|
        37|Ninh Bình|Ninh Bình
        38|Thanh Hóa|Thanh Hóa
        40|Nghệ An|Nghệ An
        42|Hà Tĩnh|Hà Tĩnh
        44|Quảng Bình|Quảng Trị
        45|Quảng Trị|
        46|Thừa Thiên Huế|Huế
        48|Đà Nẵng|Đà Nẵng
        49|Quảng Nam|
        51|Quảng Ngãi|Quảng Ngãi
        52|Bình Định|Gia Lai
        54|Phú Yên|
        56|Khánh Hòa|Khánh Hòa
        58|Ninh Thuận|
        60|Bình Thuận|
        62|Kon Tum|
        64|Gia Lai|
        66|Đắk Lắk|Đắk Lắk
        67|Đắk Nông|
        68|Lâm Đồng|Lâm Đồng
        70|Bình Phước|
        72|Tây Ninh|
        74|Bình Dương|
        75|Đồng Nai|Đồng Nai
        77|Bà Rịa - Vũng Tàu|
        79|Hồ Chí Minh|Hồ Chí Minh
        80|Long An|Tây Ninh
        82|Tiền Giang|Đồng Tháp
        83|Bến Tre|
        84|Trà Vinh|
        86|Vĩnh Long|Vĩnh Long
        87|Đồng Tháp|
        89|An Giang|
        91|Kiên Giang|An Giang
        92|Cần Thơ|Cần Thơ
        93|Hậu Giang|
        94|Sóc Trăng|
        95|Bạc Liêu|
        96|Cà Mau|Cà Mau
        """
}
