package import CivilIdentity
package import FoundationEssentials
import Postgres

/// A step of a case with what it needs (`domain/case_steps.csv`); the database says whether it may be taken.
package enum CaseStep: Sendable {
    /// Steps that need words at most.
    package enum Plain: String, Sendable, CaseIterable {
        case recordClaims = "record_claims"
        case relyOnEvidence = "rely_on_evidence"
        case propose
        case sendBack = "send_back"
        case extend
        case escalate
        case close
        case reopen
    }

    /// Steps that send a verification request.
    package enum Asking: String, Sendable, CaseIterable {
        case sendRequest = "send_request"
        case askNext = "ask_next"
    }

    package struct Words: Sendable {
        package var reason: String?
        package var restsOn: String?

        package init(reason: String? = nil, restsOn: String? = nil) {
            self.reason = reason
            self.restsOn = restsOn
        }
    }

    /// What came of the search for duplicates: whom the officer looked at, and the word on it.
    package struct SearchResult: Sendable {
        package struct Candidate: Sendable {
            package var resident: ResidentKey
            package var score: Double

            package init(resident: ResidentKey, score: Double) {
                self.resident = resident
                self.score = score
            }
        }

        package var candidates: [Candidate]
        package var said: String

        package init(candidates: [Candidate], said: String) {
            self.candidates = candidates
            self.said = said
        }
    }

    /// One of ``IdentityCaseRecord/questions``; without an area the first of the claim's.
    package struct Question: Sendable {
        package var claim: Int
        package var nameFact: Int
        package var area: Int32?
        package var channel: VerificationRequest.Channel

        package init(claim: Int, nameFact: Int, area: Int32? = nil, channel: VerificationRequest.Channel) {
            self.claim = claim
            self.nameFact = nameFact
            self.area = area
            self.channel = channel
        }
    }

    /// What a place has answered; `words` as the letter says it.
    package struct Reply: Sendable {
        package var request: UUID
        package var receivedOn: CalendarDay
        package var outcome: ReplyOutcome
        package var words: String?

        package init(request: UUID, receivedOn: CalendarDay, outcome: ReplyOutcome, words: String? = nil) {
            self.request = request
            self.receivedOn = receivedOn
            self.outcome = outcome
            self.words = words
        }
    }

    case plain(Plain, Words)
    case searchDuplicates(SearchResult)
    case ask(Asking, Question)
    case remind(request: UUID, channel: VerificationRequest.Channel)
    case recordReply(Reply)
    case decide(IdentityCase.Outcome, Words)
    case enterNumber(PersonalNumber, document: String, on: CalendarDay)
    case hold(for: CaseKey)
    case withdraw(IdentityCase.Withdrawal, reason: String)
}

extension IdentityCases {
    /// Opens the case of a resident, as revision 1.
    package static func open(_ key: CaseKey, of resident: UUID) -> Query<Void> {
        Query(["select cases.open(\(key.book), \(resident), \(key.id))"])
    }

    /// Takes a step from the revision that the caller has seen.
    ///
    /// `made` is the id of the request or reply that the step makes.
    package static func take(_ step: CaseStep, of key: CaseKey, revision: Int32, made: UUID = .v7()) -> Query<Void> {
        let statement: SQL =
            switch step {
            case .plain(let step, let words):
                """
                select cases.take(\(key.book), \(key.id), \(revision), \(step.rawValue), \(words.reason), \(words.restsOn))
                """
            case .searchDuplicates(let result):
                """
                select cases.record_search(\(key.book), \(key.id), \(revision), jsonb_build_object(
                    'said', \(result.said)::text,
                    'candidates', (
                        select coalesce(jsonb_agg(jsonb_build_object(
                            'book', looked.book, 'resident', looked.resident, 'score', looked.score) order by looked.score desc), '[]')
                        from unnest(\(result.candidates.map(\.resident.book)), \(result.candidates.map(\.resident.id)),
                            \(result.candidates.map(\.score))) as looked (book, resident, score))))
                """
            case .ask(let step, let question):
                """
                select cases.ask(\(key.book), \(key.id), \(revision), \(step.rawValue), \(made), \(question.claim),
                    \(question.nameFact), \(question.channel.rawValue), \(question.area))
                """
            case .remind(let request, let channel):
                "select cases.remind(\(key.book), \(key.id), \(revision), \(request), \(channel.rawValue))"
            case .recordReply(let reply):
                """
                select cases.record_reply(\(key.book), \(key.id), \(revision), \(reply.request), \(made),
                    \(reply.receivedOn.date), \(reply.outcome.rawValue), \(reply.words))
                """
            case .decide(let outcome, let words):
                """
                select cases.decide(\(key.book), \(key.id), \(revision), \(outcome.rawValue), \(words.reason), \(words.restsOn))
                """
            case .enterNumber(let number, let document, let day):
                """
                select cases.enter_number(\(key.book), \(key.id), \(revision), \(number.formatted()), \(document), \(day.date))
                """
            case .hold(let other):
                "select cases.hold(\(key.book), \(key.id), \(revision), \(other.book), \(other.id))"
            case .withdraw(let kind, let reason):
                "select cases.withdraw(\(key.book), \(key.id), \(revision), \(kind.rawValue), \(reason))"
            }
        return Query([statement])
    }

    /// Records a reply when the case waits for none: a second that contradicts the first, or a late one (R7.7).
    ///
    /// The case stays where it is.
    package static func recordLate(
        _ reply: CaseStep.Reply,
        of key: CaseKey,
        revision: Int32,
        made: UUID = .v7()
    ) -> Query<Void> {
        Query([
            """
            select cases.record_late_reply(\(key.book), \(key.id), \(revision), \(reply.request), \(made),
                \(reply.receivedOn.date), \(reply.outcome.rawValue), \(reply.words))
            """
        ])
    }
}
