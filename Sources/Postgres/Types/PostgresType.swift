/// A type of the server: its number in `pg_type`, that of its array type, and its name.
///
/// The numbers are fixed for built-in types (PostgreSQL's `src/include/catalog/pg_type.dat`).
package struct PostgresType: Sendable, Hashable {
    package let oid: UInt32
    package let arrayOID: UInt32
    package let name: String

    package init(oid: UInt32, arrayOID: UInt32, name: String) {
        self.oid = oid
        self.arrayOID = arrayOID
        self.name = name
    }

    /// The type of arrays of this type; arrays have no arrays of their own.
    var array: PostgresType { PostgresType(oid: arrayOID, arrayOID: 0, name: name + "[]") }

    package static let bool = PostgresType(oid: 16, arrayOID: 1000, name: "boolean")
    package static let bytea = PostgresType(oid: 17, arrayOID: 1001, name: "bytea")
    package static let int8 = PostgresType(oid: 20, arrayOID: 1016, name: "bigint")
    package static let int2 = PostgresType(oid: 21, arrayOID: 1005, name: "smallint")
    package static let int4 = PostgresType(oid: 23, arrayOID: 1007, name: "integer")
    package static let text = PostgresType(oid: 25, arrayOID: 1009, name: "text")
    package static let float8 = PostgresType(oid: 701, arrayOID: 1022, name: "double precision")
    package static let date = PostgresType(oid: 1082, arrayOID: 1182, name: "date")
    package static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185, name: "timestamptz")
    package static let numeric = PostgresType(oid: 1700, arrayOID: 1231, name: "numeric")
    package static let uuid = PostgresType(oid: 2950, arrayOID: 2951, name: "uuid")
    package static let jsonb = PostgresType(oid: 3802, arrayOID: 3807, name: "jsonb")
    package static let int4range = PostgresType(oid: 3904, arrayOID: 3905, name: "int4range")
    package static let daterange = PostgresType(oid: 3912, arrayOID: 3913, name: "daterange")

    /// Types read as well as the one that a Swift type is written as.
    enum Readable {
        static let oid: UInt32 = 26
        static let float4: UInt32 = 700
        static let json: UInt32 = 114
        /// "char", name, json, xml, unknown, char(n), varchar: their binary form is their text.
        static let textual: Set<UInt32> = [18, 19, 114, 142, 705, 1042, 1043]
        /// Arrays of integers and of the textual types, whose elements several Swift types read.
        static let arrays: Set<UInt32> = [143, 199, 1002, 1003, 1005, 1007, 1014, 1015, 1016, 1021, 1028]
        /// Types made in this database, such as enums, have numbers from here on.
        static let firstCustom: UInt32 = 16384
    }
}
