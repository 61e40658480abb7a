/// How much of what others commit meanwhile a transaction sees (manual, "Transaction Isolation").
package enum Isolation: String, Sendable {
    case readCommitted = "read committed"
    case repeatableRead = "repeatable read"
    case serializable = "serializable"
}
