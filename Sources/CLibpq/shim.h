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

#endif
