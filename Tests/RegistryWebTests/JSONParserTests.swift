import RegistryWeb
import Testing

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws(JSONTextError) -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    @Test(
        "What is written is read back",
        arguments: [
            #"{"a":[1,-2,3.5,true,false,null,"x"],"b":{}}"#, #"[]"#, #""Giàng A Páo""#, #"{"a\"b":"\\\/\b\f\n\r\t"}"#,
            #"0"#,
            #"-0.5e-3"#, #""😀""#,
        ]
    )
    func roundTrip(text: String) throws {
        let value = try parse(text)
        #expect(try JSONParser.parse(value.bytes) == value)
    }

    @Test(
        "Escapes are characters, pairs of surrogates one",
        arguments: [
            (#""\u00e0""#, "à"), (#""\ud83d\ude00""#, "😀"), (#""\u002F""#, "/"),
        ]
    )
    func escapes(text: String, expected: String) throws {
        #expect(try parse(text) == .string(expected))
    }

    @Test(
        "Quotes, backslashes and control characters are written escaped, wherever they stand",
        arguments: [
            ("", #""""#), ("\"", #""\"""#), ("\\a\"\"b", #""\\a\"\"b""#), ("Giàng\nA\tPáo\r", #""Giàng\nA\tPáo\r""#),
            ("\u{1}x\u{1f}", #""\u0001x\u001f""#), ("😀/", #""😀/""#),
        ]
    )
    func writing(text: String, expected: String) {
        #expect(String(decoding: JSONValue.string(text).bytes, as: UTF8.self) == expected)
    }

    @Test(
        "What is no JSON is refused",
        arguments: [
            "", " ", "{", "}", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "01", "1.", ".5", "+1",
            "1e", "--1",
            "nul", "truee", "\"a", "\"\\x\"", "\"\\u12\"", "\"\t\"", "[1] x", "NaN", "Infinity", "\u{FEFF}[]", "[1 2]",
            "//",
        ]
    )
    func syntax(text: String) {
        #expect { try parse(text) } throws: { error in
            if case JSONTextError.syntax = error { true } else { false }
        }
    }

    @Test("Depth 32 is read, 33 and ten thousand are not, whatever stands in strings")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try parse(nested(32)) }
        #expect(throws: JSONTextError.tooDeep) { try parse(nested(33)) }
        #expect(throws: JSONTextError.tooDeep) { try parse(nested(10_000)) }
        #expect(throws: JSONTextError.tooDeep) { try parse(String(repeating: #"{"a":"#, count: 10_000)) }
        #expect(throws: Never.self) { try parse("\"\(String(repeating: "[", count: 100))\\\"[\"") }
    }

    @Test("A name twice, U+0000, half a pair, bad UTF-8 and endless numbers are told apart")
    func faults() {
        #expect(throws: JSONTextError.duplicateName("a")) { try parse(#"{"a":1,"b":{"a":2},"a":3}"#) }
        #expect(throws: JSONTextError.duplicateName("a")) { try parse(#"{"a":1,"\u0061":3}"#) }
        #expect(throws: JSONTextError.nulCharacter) { try parse(#""a\u0000b""#) }
        #expect(throws: JSONTextError.nulCharacter) { try JSONParser.parse(Array("\"a".utf8) + [0] + Array("\"".utf8)) }
        #expect(throws: JSONTextError.loneSurrogate) { try parse(#""\ud83d""#) }
        #expect(throws: JSONTextError.loneSurrogate) { try parse(#""\ude00""#) }
        #expect(throws: JSONTextError.loneSurrogate) { try parse(#""\ud83dx""#) }
        #expect(throws: JSONTextError.numberTooLarge) { try parse("1e999") }
        #expect(throws: JSONTextError.notUTF8) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONTextError.notUTF8) { try JSONParser.parse([0x22, 0xC0, 0x80, 0x22]) }
    }

    @Test("A number without fraction is an integer, however it is written", arguments: ["50", "50.0", "5e1", "500E-1"])
    func integers(text: String) throws {
        #expect(try parse(text) == .integer(50))
    }
}
