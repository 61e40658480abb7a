package import CivilIdentity
package import Postgres

/// How many cards of one commune took each step within a period: four counts that are never one (rule R0.2).
package struct CardCounts: Sendable, Hashable {
    /// A step with the ages of those it concerned on its day (rule R9.9).
    package struct Step: Sendable, Hashable {
        package var all = 0
        /// Under 14 on every day on which the person may have been born.
        package var under14 = 0
        /// Under 14 or not: nobody can say.
        package var under14Unsure = 0

        package init(all: Int = 0, under14: Int = 0, under14Unsure: Int = 0) {
            self.all = all
            self.under14 = under14
            self.under14Unsure = under14Unsure
        }

        package var over14: Int { all - under14 - under14Unsure }
    }

    /// The commune's code and name today; empty in the total.
    package var code: String
    package var name: String
    /// Đăng ký cấp: requested, whatever became of it.
    package var registered = Step()
    package var approved = Step()
    package var printed = Step()
    package var handedOver = Step()

    static let steps: [(name: String, count: any WritableKeyPath<CardCounts, Step> & Sendable)] = [
        ("requested", \.registered), ("approved", \.approved), ("printed", \.printed), ("handed_over", \.handedOver),
    ]
}

extension CardCounts: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        self.init(code: try row["code"], name: try row["name"])
        for step in Self.steps {
            self[keyPath: step.count] = Step(
                all: try row[step.name],
                under14: try row[step.name + "_under_14"],
                under14Unsure: try row[step.name + "_unsure"]
            )
        }
    }
}

/// The communes of an area and their sum, from one statement.
package struct CardReport: Sendable {
    package let area: Area
    package let days: ClosedRange<CalendarDay>
    package let communes: [CardCounts]

    package var total: CardCounts {
        communes.reduce(into: CardCounts(code: "", name: "")) { sum, row in
            for step in CardCounts.steps {
                sum[keyPath: step.count].all += row[keyPath: step.count].all
                sum[keyPath: step.count].under14 += row[keyPath: step.count].under14
                sum[keyPath: step.count].under14Unsure += row[keyPath: step.count].under14Unsure
            }
        }
    }
}

extension Reports {
    /// Cards registered, approved, printed and handed over from one day to another, one row per commune within reach.
    ///
    /// The ages are of the step's day, by what is believed of the births now.
    package static func cards(of area: Area, during days: ClosedRange<CalendarDay>) -> Query<CardReport> {
        let counts = CardCounts.steps.map { step -> SQL in
            """
            count(*) filter (where event.step = \(step.name)) as \(identifier: step.name),
            count(*) filter (where event.step = \(step.name) and is_14 is false) as \(identifier: step.name + "_under_14"),
            count(*) filter (where event.step = \(step.name) and event.card_id is not null and is_14 is null)
                as \(identifier: step.name + "_unsure")
            """
        }
        let statement: SQL = """
            with commune as (
                select book_area.book_id, area.code, area.name
                from registry.book_area
                join registry.area on area.id = book_area.area_id
                where book_area.area_id in (select registry.areas_within(\(area.id), (select registry.today())))
                  and book_area.valid_from <= (select registry.today()) and (select registry.today()) < book_area.valid_to
                  and book_area.book_id = any ((select auth.view_books())::int[])
            )
            select commune.code, commune.name, \(counts.joined(separator: ", "))
            from commune
            left join registry.card_event as event on event.book_id = commune.book_id
                and event.step in ('requested', 'approved', 'printed', 'handed_over')
                and event.on_day between \(days.lowerBound.date) and \(days.upperBound.date)
            left join registry.card on (card.book_id, card.id) = (event.book_id, event.card_id)
            left join registry.resident_version as version
                on (version.book_id, version.resident_id) = (card.book_id, card.resident_id)
                and version.believed_to = 'infinity'
            left join lateral (
                select registry.reached(14, version.born_earliest, version.born_latest, event.on_day) as is_14
            ) as age on true
            group by commune.code, commune.name
            order by commune.code
            """
        return Query(statement.named("reports.cards")) { rows in
            CardReport(area: area, days: days, communes: try rows.decode(CardCounts.self))
        }
    }
}
