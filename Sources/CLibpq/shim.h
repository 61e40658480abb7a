/// libpq's own header, and the few things that Swift cannot import from C or should not do one call at a time.
///
/// Everything of ours is prefixed `clibpq_`. The target is a system library (header only), so all of it is inline.
#ifndef CLIBPQ_SHIM_H
#define CLIBPQ_SHIM_H

#include <libpq-fe.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

// MARK: Constants

/// libpq spells these as character macros, which Swift does not import (checked with Swift 6.3).
static const int clibpq_diag_severity        = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int clibpq_diag_sqlstate        = PG_DIAG_SQLSTATE;
static const int clibpq_diag_message_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int clibpq_diag_schema_name     = PG_DIAG_SCHEMA_NAME;
static const int clibpq_diag_table_name      = PG_DIAG_TABLE_NAME;
static const int clibpq_diag_column_name     = PG_DIAG_COLUMN_NAME;
static const int clibpq_diag_constraint_name = PG_DIAG_CONSTRAINT_NAME;

// MARK: Notices

static inline void clibpq_ignore_notice(void *argument, const PGresult *result) {
    (void)argument;
    (void)result;
}

/// libpq prints notices on stderr unless told otherwise, and a notice may quote a value.
static inline void clibpq_silence(PGconn *connection) {
    PQsetNoticeReceiver(connection, clibpq_ignore_notice, NULL);
}

// MARK: Event loop

/// One event: the token given to `clibpq_watch` and what happened.
///
/// `struct epoll_event` is packed on x86-64 and holds a union; this one is neither.
typedef struct {
    uint64_t token;
    uint32_t events;
} clibpq_event;

static const uint32_t clibpq_readable = EPOLLIN;
static const uint32_t clibpq_writable = EPOLLOUT;
static const uint32_t clibpq_once     = EPOLLONESHOT;

static inline int clibpq_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
static inline int clibpq_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/// Watches `fd` for `events`, whether or not it is watched already; 0, or an errno.
///
/// While connecting, libpq may close its socket and open another one that gets the same number; epoll has then
/// forgotten it. Hence first modify, then add.
static inline int clibpq_watch(int epoll, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = events;
    event.data.u64 = token;
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) == 0) return 0;
    if (errno == ENOENT && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0) return 0;
    return errno;
}

static inline void clibpq_unwatch(int epoll, int fd) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, &event);
}

/// Waits for at most `capacity` (up to 64) events; the number of events, 0 also when a signal came.
static inline int clibpq_wait(int epoll, clibpq_event *out, int capacity, int timeout_ms) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, timeout_ms);
    for (int i = 0; i < count; i++) {
        out[i].token = events[i].data.u64;
        out[i].events = events[i].events;
    }
    return count < 0 ? 0 : count;
}

static inline void clibpq_wake(int eventfd) {
    uint64_t one = 1;
    ssize_t written = write(eventfd, &one, sizeof one);
    (void)written;  // EAGAIN means that the counter is full, that is: already awake
}

static inline void clibpq_clear_wake(int eventfd) {
    uint64_t count;
    ssize_t got = read(eventfd, &count, sizeof count);
    (void)got;
}

/// Whether something has arrived that was not read yet.
static inline int clibpq_has_input(int fd) {
    struct pollfd item = {.fd = fd, .events = POLLIN, .revents = 0};
    return poll(&item, 1, 0) == 1;
}

static inline void clibpq_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

// MARK: Rows

/// Where one value lies: `length` is -1 for NULL.
typedef struct {
    const void *bytes;
    int length;
} clibpq_value;

/// One call instead of three (PQgetisnull, PQgetlength, PQgetvalue), each of which checks its range anew.
static inline clibpq_value clibpq_get(const PGresult *result, int row, int column) {
    clibpq_value value;
    value.length = PQgetlength(result, row, column);
    value.bytes = PQgetvalue(result, row, column);
    if (value.length == 0 && PQgetisnull(result, row, column)) value.length = -1;
    return value;
}

/// Rows copied out of results of one row each: all values in one block, and where each one lies.
///
/// libpq makes a result per row, of some kilobytes however small the row is. Copied and cleared at once the same memory
/// serves for the next row; kept, a chunk of rows would take megabytes and the allocator would take and give them back
/// for every chunk.
typedef struct {
    char *bytes;
    size_t used, capacity;
    int32_t *places;  // offset and length (-1 for NULL) of each value, row by row
    size_t place_capacity;
    int rows, columns;
} clibpq_rows;

static inline void clibpq_free_rows(clibpq_rows rows) {
    free(rows.bytes);
    free(rows.places);
}

/// Copies a result's only row; 0 when memory is exhausted.
static inline int clibpq_add_row(clibpq_rows *rows, const PGresult *result) {
    int columns = rows->columns = PQnfields(result);
    size_t place = (size_t)rows->rows * columns * 2;
    if (place + 2 * columns > rows->place_capacity) {
        size_t capacity = rows->place_capacity ? rows->place_capacity * 2 : 512;
        while (capacity < place + 2 * columns) capacity *= 2;
        int32_t *places = (int32_t *)realloc(rows->places, capacity * sizeof(int32_t));
        if (!places) return 0;
        rows->places = places;
        rows->place_capacity = capacity;
    }
    for (int column = 0; column < columns; column++) {
        size_t length = (size_t)PQgetlength(result, 0, column);
        int is_null = length == 0 && PQgetisnull(result, 0, column);
        if (rows->used + length > rows->capacity) {
            size_t capacity = rows->capacity ? rows->capacity * 2 : 16384;
            while (capacity < rows->used + length) capacity *= 2;
            char *bytes = (char *)realloc(rows->bytes, capacity);
            if (!bytes || capacity > INT32_MAX) return 0;
            rows->bytes = bytes;
            rows->capacity = capacity;
        }
        if (length) memcpy(rows->bytes + rows->used, PQgetvalue(result, 0, column), length);
        rows->places[place + 2 * column] = (int32_t)rows->used;
        rows->places[place + 2 * column + 1] = is_null ? -1 : (int32_t)length;
        rows->used += length;
    }
    rows->rows++;
    return 1;
}

static inline clibpq_value clibpq_get_copied(clibpq_rows rows, int row, int column) {
    const int32_t *place = rows.places + ((size_t)row * rows.columns + column) * 2;
    clibpq_value value = {rows.bytes + place[0], place[1]};
    return value;
}

/// Takes the rows of a result in single-row mode that have arrived, up to `limit` or about 256 KiB.
///
/// Returns the first result that is not such a row, for the caller to deal with, or NULL; `is_null` tells the NULL of
/// PQgetResult, which ends a command, from there being nothing to take now. The first row's result is left in `first`
/// to read the columns from, unless there is one already.
static inline PGresult *clibpq_take_rows(
    PGconn *connection, clibpq_rows *rows, int limit, PGresult **first, int *is_null) {
    *is_null = 0;
    while (rows->rows < limit && rows->used < 262144 && !PQisBusy(connection)) {
        PGresult *result = PQgetResult(connection);
        if (!result) {
            *is_null = 1;
            return NULL;
        }
        if (PQresultStatus(result) != PGRES_SINGLE_TUPLE || !clibpq_add_row(rows, result)) return result;
        if (*first)
            PQclear(result);
        else
            *first = result;
    }
    return NULL;
}

#endif
