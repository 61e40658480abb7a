package import CivilIdentity
import Postgres

/// What is asked of everybody in an area: who has what, who lacks it, as of which day.
package struct StandingQuestion: Sendable {
    package let area: Area
    package let measure: TargetMeasure
    package let ages: TargetAges
    /// Nil for as it stands now, a day for as it stood at that day's end.
    package var asOf: CalendarDay?
    /// Whether communes are named and grouped by today's map instead of the day's own.
    package var asNow: Bool
    /// The day on which the ages are looked at; the report's own where nil.
    package var agesOn: CalendarDay?

    package init(
        of area: Area,
        _ measure: TargetMeasure,
        _ ages: TargetAges? = nil,
        asOf: CalendarDay? = nil,
        asNow: Bool = false,
        agesOn: CalendarDay? = nil
    ) {
        self.area = area
        self.measure = measure
        self.ages = ages ?? measure.usualAges
        self.asOf = asOf
        self.asNow = asNow
        self.agesOn = agesOn
    }

    /// The day of the report, by the one clock; a subselect, so that it is asked once per statement.
    var day: SQL { asOf.map { "\($0.date)" } ?? "(select jobs.today())" }

    /// Parts of a WITH clause that end with `standing`: everybody whom it concerns, a row each, with the first obstacle; null
    /// where the person has what is asked for.
    var parts: SQL {
        """
        \(communes),
        person as not materialized (
            select version.book_id, version.resident_id, version.has_number, version.name_kind, version.sex,
                   version.born_earliest, version.born_latest
            from registry.resident_version as version
            where version.book_id = any ((select array_agg(commune.book_id) from commune)::int[])
              and \(isBelieved) and version.status = 'present' and \(isConcerned)
        ),
        standing as (
            \(way.branches.map(rows(of:)).joined(separator: " union all "))
        )
        """
    }

    private func rows(of branch: Way.Branch) -> SQL {
        """
        select person.book_id, person.resident_id, \(branch.columns)
        from person \(branch.joins)
        where \(branch.takes)
        """
    }

    private var communes: SQL {
        let mapDay: SQL = asNow ? "(select registry.today())" : Day.orToday(asOf)
        return "commune as (\(Areas.communes(of: area, on: mapDay)))"
    }

    /// Whether a version counts: the one of now, or the one that was believed at the day's end.
    var isBelieved: SQL {
        guard asOf != nil else { return "version.believed_to = 'infinity'" }
        let moment = Day.lastMoment(of: asOf)
        return "version.believed_from <= \(moment) and \(moment) < version.believed_to"
    }

    private var turning14: SQL {
        "(select (\(agesOn.map { "\($0.date)" } ?? day) - interval '14 years')::date)"
    }

    /// Whoever may be of the age is asked about: nobody can say that she is not (R9.9).
    private var isConcerned: SQL {
        switch ages {
        case .all: "true"
        case .from14: "(version.born_earliest is null or version.born_earliest <= \(turning14))"
        case .under14: "(version.born_latest is null or version.born_latest > \(turning14))"
        }
    }

    private var way: Way {
        let sources = Way.Sources(asOf: asOf)
        return switch measure {
        case .personalNumber: Way(toNumber: sources, turning14: turning14)
        case .card: Way(toCard: sources, turning14: turning14)
        case .electronicIdentity: Way(toAccount: sources, turning14: turning14)
        case .birthCertificate: Way(toBirthCertificate: sources)
        }
    }
}
