package import FoundationEssentials
import Postgres

/// Requests to the places that people say to come from, in the books within reach.
package enum VerificationRequests {
    /// Which requests are asked for; nil leaves open.
    package struct Filter: Sendable {
        package var commune: String?
        /// The code of the province asked, as on the day of asking.
        package var province: String?
        package var isOverdue = false
        package var isOpen: Bool?

        package init() {}
    }

    /// Requests, the first due first, after a cursor.
    package static func list(_ filter: Filter, after cursor: UUID?, limit: Int) -> Query<[VerificationRequest]> {
        var conditions: [SQL] = ["true"]
        if let commune = filter.commune { conditions.append(Books.ofCommune(commune, column: "request.book_id")) }
        if let province = filter.province { conditions.append("request.province_code = \(province)") }
        if filter.isOverdue { conditions.append(VerificationRequest.isOverdue) }
        if let isOpen = filter.isOpen { conditions.append("request.is_open = \(isOpen)") }
        if let cursor {
            conditions.append(
                """
                (request.due_on, request.id)
                    > (select last.due_on, last.id from registry.verification_request as last where last.id = \(cursor))
                """
            )
        }
        return Query(
            """
            select \(VerificationRequest.columns)
            from registry.verification_request_now as request \(VerificationRequest.joins)
            where \(conditions.joined(separator: " and "))
            order by request.due_on, request.id
            limit \(limit)
            """
        ) { rows in try rows.decode(VerificationRequest.self) }
    }

    /// One request with its replies in the order in which they were recorded, nil where it is out of reach.
    package static func show(_ id: UUID) -> Query<(request: VerificationRequest, replies: [VerificationReply])?> {
        Query([
            """
            select \(VerificationRequest.columns)
            from registry.verification_request_now as request \(VerificationRequest.joins)
            where request.id = \(id)
            """,
            """
            select reply.id, reply.received_on, reply.outcome, said.text_vi, said.text_en, said.next_vi, said.next_en,
                   reply.words, reply.recorded_at
            from registry.verification_reply as reply
            join registry.reply_outcome as said on said.code = reply.outcome
            where reply.request_id = \(id)
            order by reply.ordinal
            """,
            """
            select file.reply_id, file.sha256, file.length, file.media_type, file.recorded_at
            from registry.verification_reply_file as file
            where file.request_id = \(id)
            order by file.recorded_at, file.sha256
            """,
        ]) { results in
            guard let row = results.first?.first else { return nil }
            var files: [UUID: [VerificationReply.File]] = [:]
            for row in results[2] {
                files[try row["reply_id"] as UUID, default: []].append(try VerificationReply.File(row: row))
            }
            return (
                try VerificationRequest(row: row),
                try results[1].map { try VerificationReply(row: $0, files: files[try $0["id"] as UUID] ?? []) }
            )
        }
    }

    /// Records a kept scan of a reply; once more changes nothing.
    package static func attach(
        _ file: StoredFile,
        to reply: UUID,
        of request: UUID,
        in book: Int32
    ) -> Query<Void> {
        Query([
            """
            select cases.attach_reply_file(\(book), \(request), \(reply), \(file.hash.bytes),
                \(Int32(clamping: file.length)), \(file.kind?.rawValue))
            """
        ])
    }

    /// What nobody has answered in time, by province, the longest overdue first; of an area's communes where one is named.
    package static func overdueByProvince(within area: String?) -> Query<[OverdueProvince]> {
        let place: SQL = area.map { "and \(Books.within($0, column: "request.book_id"))" } ?? ""
        return Query(
            """
            select request.province_code, (array_agg(request.province order by request.sent_on, request.id))[1] as province,
                   count(*) as requests, count(distinct request.resident_id) as residents,
                   count(*) filter (where request.reminders = 0) as not_reminded, min(request.due_on) as oldest_due_on
            from registry.verification_request_now as request
            where \(VerificationRequest.isOverdue) \(place)
            group by request.province_code
            order by min(request.due_on), request.province_code
            """
        ) { rows in try rows.decode(OverdueProvince.self) }
    }
}
