import RegistryWeb

/// From the personal number to the card in hand and the account in use.
extension LifeOffice {
    // MARK: Cards

    mutating func approveCard(of person: LifePerson) async throws -> LifeCard {
        let requested = try await post(
            "cards.request",
            "/api/v1/cards",
            [
                "resident": .string(person.id), "ground": "first", "face": "yes", "fingerprints": "yes", "iris": "no",
                "why_not": "máy hỏng",
            ],
            as: staff.cardOfficer
        )
        let card = LifeCard(id: try text("id", of: requested))
        let approved = try await move("cards", card.id, "approve", from: requested, as: staff.deputy)
        guard approved.json["printed"]?["name"] == .string(person.birthName),
            approved.json["printed"]?["born"] == .string(String(person.birthYear)),
            approved.json["printed"]?["number"] == .string(person.personalNumber)
        else { throw LifeFault("the card says otherwise than what was decided") }
        return card
    }

    /// Sends cards to the printer together and receives them back.
    mutating func print(_ cards: [LifeCard]) async throws {
        var batch = try await post(
            "card-batches.make",
            "/api/v1/card-batches",
            ["commune": .string(staff.commune), "cards": .array(cards.map { .string($0.id) })],
            as: staff.cardOfficer
        )
        let id = try text("id", of: batch)
        for step in ["send", "receive", "print"] {
            batch = try await move("card-batches", id, step, from: batch, as: staff.cardOfficer)
        }
    }

    mutating func handOver(_ card: LifeCard) async throws {
        let printed = try await get("cards.show", "/api/v1/cards/\(card.id)", as: staff.cardOfficer)
        let taken = try await move(
            "cards",
            card.id,
            "hand-over",
            ["taken_by": "chính chủ"],
            from: printed,
            as: staff.cardOfficer
        )
        guard taken.json["state"] == "handed_over" else { throw LifeFault("the card was not handed over") }
    }

    // MARK: Accounts

    mutating func giveAccount(to person: LifePerson) async throws {
        let requested = try await post(
            "e-identities.request",
            "/api/v1/e-identities",
            [
                "resident": .string(person.id), "level": 2, "phone": ["value": "0905 111 222"], "own_name": "yes",
            ],
            as: staff.accountOfficer
        )
        let id = try text("id", of: requested)
        let granted = try await move("e-identities", id, "grant", from: requested, as: staff.otherDeputy)
        let active = try await move("e-identities", id, "activate", from: granted, as: staff.accountOfficer)
        guard active.json["state"] == "activated" else { throw LifeFault("the account is not activated") }
    }

    /// Takes a step of a paper from the version of an answer.
    private mutating func move(
        _ noun: String,
        _ id: String,
        _ step: String,
        _ body: JSONValue = [:],
        from answer: LifeClient.Answer,
        as officer: TestOfficer
    ) async throws -> LifeClient.Answer {
        try await client.send(
            "\(noun).\(step)",
            "/api/v1/\(noun)/\(id)/\(step)",
            body,
            as: officer,
            ifMatch: answer.eTag,
            expecting: 200,
            noting: &noted
        )
    }
}
