/* The yardstick: what plain C on libpq does with the same requests, so that the Swift client has something to be held
 * against in the same run on the same machine.
 *
 *   cc -O2 -o yardstick yardstick.c -I"$(pg_config --includedir)" -lpq
 *   yardstick scoped CONNINFO CONNECTIONS SECONDS ROWS   requests per second: a setting and a row by key in one
 *                                                        pipeline segment, one request in flight per connection
 *   yardstick rows   CONNINFO COUNT                      rows per second: COUNT rows in one result, every value read
 *
 * One figure is printed. The scoped figure is itself held against pgbench with \startpipeline (scoped.pgbench).
 */
#include <errno.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <arpa/inet.h>

enum { MAX_CONNECTIONS = 256 };

static void fail(const char *what, PGconn *connection) {
    fprintf(stderr, "%s: %s\n", what, connection ? PQerrorMessage(connection) : strerror(errno));
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static PGconn *connect_to(const char *conninfo) {
    PGconn *connection = PQconnectdb(conninfo);
    if (PQstatus(connection) != CONNECTION_OK) fail("connect", connection);
    return connection;
}

static void prepare(PGconn *connection, const char *name, const char *text, Oid type) {
    PGresult *result = PQprepare(connection, name, text, 1, &type);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail("prepare", connection);
    PQclear(result);
}

static void send_scoped(PGconn *connection, int32_t id) {
    const char *token = "0123456789abcdef0123456789abcdef";
    int32_t wire = htonl(id);
    const char *values[] = {token}, *key[] = {(const char *)&wire};
    int lengths[] = {32}, key_lengths[] = {4}, binary[] = {1};
    if (!PQsendQueryPrepared(connection, "enter", 1, values, lengths, binary, 1) ||
        !PQsendQueryPrepared(connection, "find", 1, key, key_lengths, binary, 1) || !PQpipelineSync(connection) ||
        PQflush(connection) < 0)
        fail("send", connection);
}

/* Reads every value, as a program that uses them would; a checksum keeps the compiler from dropping it. */
static uint64_t read_values(const PGresult *result) {
    uint64_t sum = 0;
    for (int row = 0; row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++) {
            if (PQgetisnull(result, row, column)) continue;
            const unsigned char *value = (const unsigned char *)PQgetvalue(result, row, column);
            int length = PQgetlength(result, row, column);
            for (int byte = 0; byte < length; byte++) sum = sum * 31 + value[byte];
        }
    return sum;
}

/* Takes what has arrived; 1 when the Sync has. */
static int receive(PGconn *connection, uint64_t *sum) {
    if (!PQconsumeInput(connection)) fail("receive", connection);
    while (!PQisBusy(connection)) {
        PGresult *result = PQgetResult(connection);
        if (!result) continue;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_TUPLES_OK) *sum += read_values(result);
        PQclear(result);
        if (status == PGRES_PIPELINE_SYNC) return 1;
        if (status != PGRES_TUPLES_OK) fail("result", connection);
    }
    return 0;
}

static void scoped(const char *conninfo, int count, double seconds, int32_t rows) {
    static PGconn *connections[MAX_CONNECTIONS];
    int loop = epoll_create1(0);
    if (count < 1 || count > MAX_CONNECTIONS || loop < 0) fail("connections", NULL);
    for (int index = 0; index < count; index++) {
        PGconn *connection = connections[index] = connect_to(conninfo);
        prepare(connection, "enter", "select set_config('app.token', $1, true)", 25);
        prepare(connection, "find", "select id, book_id, name, born, key, note from bench.person where id = $1", 23);
        PQsetnonblocking(connection, 1);
        PQenterPipelineMode(connection);
        struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection}};
        epoll_ctl(loop, EPOLL_CTL_ADD, PQsocket(connection), &event);
        send_scoped(connection, random() % rows + 1);
    }
    uint64_t sum = 0, answered = 0;
    double start = now(), end = start + seconds;
    while (now() < end) {
        struct epoll_event events[64];
        int ready = epoll_wait(loop, events, 64, 100);
        for (int index = 0; index < ready; index++) {
            PGconn *connection = events[index].data.ptr;
            if (!receive(connection, &sum)) continue;
            answered++;
            send_scoped(connection, random() % rows + 1);
        }
    }
    fprintf(stderr, "checksum %llu\n", (unsigned long long)sum);
    printf("%.1f\n", answered / (now() - start));
}

static void whole(const char *conninfo, const char *count) {
    PGconn *connection = connect_to(conninfo);
    const char *values[] = {count};
    double start = now();
    PGresult *result = PQexecParams(
        connection, "select id, book_id, name, born, key, note from bench.person order by id limit $1::int8", 1, NULL,
        values, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) fail("rows", connection);
    uint64_t sum = read_values(result);
    int rows = PQntuples(result);
    PQclear(result);
    double took = now() - start;
    fprintf(stderr, "checksum %llu\n", (unsigned long long)sum);
    printf("%.1f\n", rows / took);
    PQfinish(connection);
}

int main(int argc, char **argv) {
    if (argc == 6 && !strcmp(argv[1], "scoped"))
        scoped(argv[2], atoi(argv[3]), atof(argv[4]), atoi(argv[5]));
    else if (argc == 4 && !strcmp(argv[1], "rows"))
        whole(argv[2], argv[3]);
    else {
        fprintf(stderr, "usage: yardstick scoped CONNINFO CONNECTIONS SECONDS ROWS | rows CONNINFO COUNT\n");
        return 2;
    }
    return 0;
}
