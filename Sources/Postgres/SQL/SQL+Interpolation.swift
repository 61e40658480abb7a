extension SQL: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) {
        self.init()
        append(text: value)
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(capacity: literalCapacity + 3 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            sql.append(text: literal)
        }

        /// Binds a value.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            sql.append(value: value)
        }

        /// Binds a value, or NULL of its type.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            if let value {
                sql.append(value: value)
            } else {
                sql.appendNull(of: Value.postgresType)
            }
        }

        /// Nests a piece of SQL with its own binds.
        package mutating func appendInterpolation(_ sql: SQL) {
            self.sql.append(sql)
        }

        /// Splices text as it is: the one door through which unbound text enters, so search for it in reviews.
        package mutating func appendInterpolation(raw text: String) {
            sql.append(raw: text)
        }

        /// Quotes a name, so that it can be nothing but a name.
        package mutating func appendInterpolation(identifier name: String) {
            sql.append(
                text: "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                    + "\""
            )
        }
    }
}
