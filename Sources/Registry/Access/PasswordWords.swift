import CivilIdentity

/// What everybody tries first: passwords that are common anywhere, and the words of this place and this work.
enum PasswordWords {
    /// Whether nothing but common words, the account's name, digits and repetition is in it.
    ///
    /// The known words are taken out of the folded text; a password of which fewer than six letters are left was made
    /// of them. A text that repeats three or fewer different characters, or counts up or down, is none either.
    static func isGuessable(_ password: String, account: String) -> Bool {
        let letters = folded(password)
        if Set(letters).count <= 4 || isRun(letters) { return true }
        var rest = letters
        for word in [folded(account)] + words where word.count >= 3 {
            rest = rest.replacing(word, with: "")
        }
        return rest.filter { !$0.isNumber }.count < 6
    }

    /// Without spaces, punctuation and diacritics; the usual digits and signs for letters read as letters.
    private static func folded(_ text: String) -> String {
        let signs: [Character: Character] = ["@": "a", "$": "s", "0": "o", "!": "i"]
        return String(
            PlainText.folded(text).compactMap { character in
                signs[character] ?? (character.isLetter || character.isNumber ? character : nil)
            }
        )
    }

    /// Keys in a row or letters in order: at least three quarters of the neighbours follow each other.
    private static func isRun(_ text: String) -> Bool {
        let rows = ["abcdefghijklmnopqrstuvwxyz", "1234567890", "123456789o", "qwertyuiop", "asdfghjkl", "zxcvbnm"]
        let characters = Array(text)
        guard characters.count > 1 else { return true }
        let neighbours = zip(characters, characters.dropFirst()).count { first, second in
            rows.contains { row in row.contains("\(first)\(second)") || row.contains("\(second)\(first)") }
        }
        return neighbours * 4 >= (characters.count - 1) * 3
    }

    /// Longest first, so that a word is taken out before a shorter one inside it.
    private static let words: [String] = (common + local).sorted { ($1.count, $0) < ($0.count, $1) }

    private static let common = [
        "password", "passwort", "passwd", "letmein", "welcome", "iloveyou", "monkey", "dragon", "sunshine", "princess",
        "football", "baseball", "master", "superman", "batman", "shadow", "michael", "jordan", "charlie", "secret",
        "login", "admin", "administrator", "root", "user", "guest", "test", "temp", "default", "changeme", "qwerty",
        "qwertyuiop", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "qazwsx", "abc", "abcdef", "trustno", "starwars",
        "hello", "freedom", "whatever", "computer", "internet", "samsung", "google", "facebook", "zalo",
    ]

    private static let local = [
        "sogoc", "matkhau", "daklak", "easup", "eahleo", "buonmathuot", "hanoi", "saigon", "hochiminh", "vietnam",
        "congan", "conganxa", "conganhuyen", "cancuoc", "cancuoccongdan", "cccd", "cmnd", "dinhdanh", "vneid", "hokhau",
        "nhankhau", "canbo", "truongthon", "xinchao", "anhyeuem", "emyeuanh", "khongbiet", "khongcogi", "nguyen",
        "nguyenvan", "quantri", "quantrihethong", "hethong", "nguoidung", "taikhoan", "demo", "ialop", "iajloi",
        "earok", "yatomot", "iarve", "eale", "cukbang", "eabung", "cumlan", "giang", "thon", "buon", "huyen", "tinh",
    ]
}
