import Postgres

/// What the registry's pools of connections look like now, for the service's measurements.
package struct RegistryStatistics: Sendable {
    /// One pool's numbers, by the database role it logs in as.
    package struct Pool: Sendable {
        package let role: String
        package let idle: Int
        package let busy: Int
        package let waiting: Int
        /// Requests that found no connection in time, or too many before them.
        package let turnedAway: Int
        /// Connections that broke.
        package let losses: Int
    }

    package let pools: [Pool]
}

extension Registry {
    package var statistics: RegistryStatistics {
        RegistryStatistics(
            pools: [(DatabaseRole.app, app), (.signIn, signIn), (.admin, admin)].map { role, client in
                let numbers = client.statistics
                return RegistryStatistics.Pool(
                    role: role.rawValue,
                    idle: numbers.idle,
                    busy: numbers.busy,
                    waiting: numbers.waiting,
                    turnedAway: numbers.waitTimeouts + numbers.refused,
                    losses: numbers.losses
                )
            }
        )
    }
}
