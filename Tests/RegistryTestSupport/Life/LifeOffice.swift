import CivilIdentity
import RegistryWeb

/// One of the offices that work at once: it leads its residents on by groups, whose cards are printed together.
struct LifeOffice: Sendable {
    let number: Int
    let staff: LifeStaff
    let client: LifeClient

    /// The residents whose life went as the script says.
    private(set) var completed: [String] = []
    private(set) var faults: [String] = []
    var noted: [LifeClient.Noted] = []
    private(set) var seconds = 0.0
    var secondsForLetters = 0.0
    /// A settlement of the commune, and a neighbour in it who vouches for the next residents.
    var settlement = ""
    private var neighbour = ""

    init(number: Int, staff: LifeStaff, client: LifeClient) {
        self.number = number
        self.staff = staff
        self.client = client
    }

    /// How many cards go to the printer together, and for how many residents one neighbour vouches: fewer than the district
    /// finds strange (`witness.max_statements`).
    private static let group = 6

    /// Leads residents, told by their numbers in the whole script, from the registration to the account.
    mutating func lead(_ people: [Int]) async {
        let start = ContinuousClock.now
        do {
            settlement = try await registerSettlement()
        } catch {
            faults.append("\(error)")
            return
        }
        for first in stride(from: 0, to: people.count, by: Self.group) {
            await lead(together: people[first..<min(first + Self.group, people.count)])
        }
        let took = (ContinuousClock.now - start).components
        seconds = Double(took.seconds) + Double(took.attoseconds) / 1e18
    }

    private mutating func lead(together people: ArraySlice<Int>) async {
        var waiting: [(LifePerson, card: LifeCard)] = []
        do {
            neighbour = try await registerNeighbour(people.first ?? 0)
            for number in people {
                do {
                    var person = LifePerson(number: number)
                    try await identify(&person, vouchedForBy: neighbour)
                    waiting.append((person, try await approveCard(of: person)))
                } catch {
                    faults.append("resident \(number): \(error)")
                }
            }
            guard !waiting.isEmpty else { return }
            try await print(waiting.map(\.card))
        } catch {
            faults.append("residents \(people): \(error)")
            return
        }
        for (person, card) in waiting {
            do {
                try await handOver(card)
                try await giveAccount(to: person)
                completed.append(person.id)
            } catch {
                faults.append("resident \(person.number): \(error)")
            }
        }
    }
}

/// Somebody of the script: generated, nobody in it exists.
struct LifePerson: Sendable {
    let number: Int
    let isWoman: Bool
    /// What everybody calls her; no more is known at first.
    let everydayName: String
    let birthName: String
    let birthYear: Int
    /// The provinces that the family came through, in order.
    let provinces: [String]
    /// As the service names her; empty until she is registered.
    var id = ""

    init(number: Int) {
        self.number = number
        isWoman = number.isMultiple(of: 2)
        let given = (isWoman ? Self.women : Self.men)
        everydayName = given[number / 2 % given.count]
        let clan = Self.clans[number / 3 % Self.clans.count]
        birthName = isWoman ? "\(clan) Thị \(everydayName)" : "\(clan) A \(everydayName)"
        birthYear = 1950 + number * 7 % 50
        provinces = (0..<3).map { Self.places[(number + $0 * 2) % Self.places.count] }
    }

    /// The number that the ministry gave her, as its notice would have it (R1.2): born before 2000, registered in Đắk Lắk.
    var personalNumber: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "066\(isWoman ? 1 : 0)\(padded(birthYear % 100, 2))\(padded(number, 6))"
    }

    private static let women = ["Mỷ", "Sua", "Dợ", "Chứ", "Pà", "Mai", "Xía", "Lía", "Ghếnh", "Vàng"]
    private static let men = ["Páo", "Dơ", "Chu", "Sáng", "Tủa", "Lử", "Vừ", "Dình", "Nhè", "Sính"]
    private static let clans = ["Giàng", "Sùng", "Vàng", "Thào", "Lý", "Hầu", "Mùa"]
    private static let places = ["Hà Giang", "Cao Bằng", "Lào Cai", "Bắc Kạn", "Tuyên Quang", "Lạng Sơn", "Yên Bái"]
}

/// A card on its way.
struct LifeCard: Sendable {
    let id: String
}
