import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase, .serialized) struct BirthCertificateTests {
    /// An entry with a mother without papers and an unknown father.
    private func entry(_ number: Int32, on day: CalendarDay) -> BirthCertificate.Entry {
        BirthCertificate.Entry(
            number: number,
            registeredOn: day,
            basis: .witness,
            basisDocument: "văn bản của người làm chứng",
            mother: .init(name: .stated("Sùng Thị Dua"), papers: BirthCertificate.Papers.none),
            father: .init(name: .unknown, isMarried: .no),
            declaredBy: "bà ngoại",
            registrar: "Nguyễn Thị Hộ",
            signer: "Trần Văn Chủ"
        )
    }

    private func register(_ entry: BirthCertificate.Entry, of key: ResidentKey, in office: Office) async throws -> UUID
    {
        let id = UUID.v7()
        try await office.registry.change(key, BirthCertificates.register(id, of: key, entry), as: office.officer)
        return id
    }

    private func show(_ id: UUID, in office: Office) async throws -> BirthCertificate {
        let show = BirthCertificates.show(id)
        let found = try await office.registry.read(show, as: office.officer.caller, action: "birth-certificates.show")
        return try #require(found)
    }

    @Test(
        "C6 a birth certificate, also late, with unknown father or a mother without papers; its number is unique in its register book"
    )
    func certificates() async throws {
        try await Office.open { office in
            let child = try await office.resident("Sùng Thị Mai", born: "2024-01-10")
            let id = try await register(entry(11, on: day("2024-09-10")), of: child, in: office)
            let certificate = try await show(id, in: office)
            #expect(certificate.isLate == .yes && certificate.entry.mother.papers == BirthCertificate.Papers.none)
            #expect(
                certificate.entry.father.name == .unknown && certificate.entry.registrar != certificate.entry.signer
            )

            // The number: taken in this book and year, free in another year.
            let second = try await office.resident("Sùng A Páo", born: "2023-12-01")
            #expect(
                await office.refused {
                    _ = try await register(entry(11, on: day("2024-03-01")), of: second, in: office)
                } == "C6"
            )
            let early = try await register(entry(11, on: day("2023-12-20")), of: second, in: office)
            #expect(try await show(early, in: office).isLate == .no)
            // One valid certificate a person; a revoked one keeps its number.
            #expect(
                await office.refused {
                    _ = try await register(entry(12, on: day("2024-05-01")), of: second, in: office)
                } == "C6"
            )
            let key = try await show(early, in: office).key
            let revoke = BirthCertificates.revoke(key, because: "đăng ký sai người", by: "2/QĐ-UBND")
            await #expect(throws: RegistryError.notAllowed) {
                try await office.registry.change(second, revoke, as: office.officer)
            }
            try await office.registry.change(second, revoke, as: office.supervisor)
            #expect(try await show(early, in: office).revocation == "2/QĐ-UBND")
            let again = try await register(entry(13, on: day("2024-05-01")), of: second, in: office)
            #expect(try await show(again, in: office).isLate == .yes)

            let third = try await office.resident("Sùng Thị Lan", born: "2024-03")
            // Sixty days from the first day of March are over, from the last not yet.
            let unsure = try await register(entry(14, on: day("2024-05-15")), of: third, in: office)
            #expect(try await show(unsure, in: office).isLate == .unknown)
        }
    }

    @Test(
        "C6 R7.3 an unmarried father is entered once he has recognised the child; who enters and who signs are two people"
    )
    func parents() async throws {
        try await Office.open { office in
            let child = try await office.resident("Giàng A Tủa", born: "2024-02-02")
            var written = entry(31, on: day("2024-03-01"))
            written.father = .init(name: .stated("Giàng A Páo"), isMarried: .no)
            #expect(await office.refused { _ = try await register(written, of: child, in: office) } == "R7.3")
            written.father.recognition = "1/QĐ-UBND nhận cha con"
            var signed = written
            signed.signer = " nguyễn thị hộ "
            #expect(await office.refused { _ = try await register(signed, of: child, in: office) } == "C6")
            var silent = written
            silent.mother.papers = nil
            #expect(await office.refused { _ = try await register(silent, of: child, in: office) } == "C6")
            var before = written
            before.registeredOn = day("2024-02-01")
            #expect(await office.refused { _ = try await register(before, of: child, in: office) } == "R7.1")
            _ = try await register(written, of: child, in: office)

            // What is printed on a card, and where a first number has to be from (R1.7).
            let elsewhere = try #require(PersonalNumber("004324000777"))
            #expect(await office.refused { try await office.confirm(elsewhere, of: child) } == "R1.7")
        }
    }
}
