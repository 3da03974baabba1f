/*
 * The inner half of the egress gateway. Listens on 127.0.0.1:3128 and carries every connection as frames over stdin and stdout
 * to the worker, which decides what may leave. It knows no policy, no name and no address.
 *
 * Frame, big-endian: u8 type, u8 zero, u16 length, u32 connection, then `length` bytes.
 *   R ready, payload "SLW1"   O opened (inner to outer)   D data   E end of one direction   X reset   W u32 bytes of credit
 * Each direction of a connection starts with its window of credit; who receives data gives credit back once it passed it on.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORT = 3128, SLOTS = 256, HEADER = 8, CHUNK = 32768, UP_WINDOW = 65536, DOWN_WINDOW = 524288, OUT = 1 << 20 };
/* Above BUSY no payload is taken from connections, above FULL no frame from the worker: room for the frames that answer it stays. */
enum { BUSY = OUT / 2, FULL = OUT - 65536 };

struct connection {
  int fd;
  uint32_t id;
  uint32_t credit;                /* bytes that may still go up */
  uint8_t *held;                  /* ring of bytes that came down and wait for the client */
  uint32_t start, length, capacity, passed;
  int read_done, end_due, write_done;
};

static struct connection table[SLOTS];
static uint8_t out[OUT], in[HEADER + 65535];
static size_t out_start, out_length, in_length;
static uint32_t generation;
static int open_count;

static void fail(const char *what) {
  dprintf(2, "forward: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void put32(uint8_t *at, uint32_t value) {
  value = htonl(value);
  memcpy(at, &value, 4);
}

static uint32_t get32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, 4);
  return ntohl(value);
}

static void header(uint8_t *at, char type, uint32_t id, uint16_t length) {
  at[0] = (uint8_t)type, at[1] = 0, at[2] = (uint8_t)(length >> 8), at[3] = (uint8_t)length;
  put32(at + 4, id);
}

/* Callers have made sure that there is room; the buffer is compacted instead of wrapped. */
static uint8_t *reserve(size_t bytes) {
  if (out_start + out_length + bytes > OUT) {
    memmove(out, out + out_start, out_length);
    out_start = 0;
  }
  return out + out_start + out_length;
}

static void say(char type, uint32_t id, const void *payload, uint16_t length) {
  uint8_t *at = reserve(HEADER + length);
  header(at, type, id, length);
  memcpy(at + HEADER, payload, length);
  out_length += HEADER + length;
}

static void drop(struct connection *c) {
  close(c->fd);
  free(c->held);
  memset(c, 0, sizeof *c);
  c->fd = -1;
  open_count--;
}

static void reset(struct connection *c) {
  struct linger now = {1, 0};
  setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  drop(c);
}

static void abandon(struct connection *c) {
  say('X', c->id, "", 0);
  reset(c);
}

static void settle(struct connection *c) {
  if (c->end_due && c->length == 0 && !c->write_done) {
    shutdown(c->fd, SHUT_WR);
    c->write_done = 1;
  }
  if (c->write_done && c->read_done) drop(c);
}

static void accept_one(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), yes = 1;
  if (fd < 0) return;
  uint32_t slot = 0;
  while (table[slot].fd >= 0) slot++;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  generation = (generation + 1) & 0xffffff;
  table[slot] = (struct connection){.fd = fd, .id = generation << 8 | slot, .credit = UP_WINDOW};
  open_count++;
  say('O', table[slot].id, "", 0);
}

static void read_client(struct connection *c) {
  size_t most = c->credit < CHUNK ? c->credit : CHUNK;
  uint8_t *at = reserve(HEADER + most);
  ssize_t got = read(c->fd, at + HEADER, most);
  if (got > 0) {
    header(at, 'D', c->id, (uint16_t)got);
    out_length += HEADER + (size_t)got;
    c->credit -= (uint32_t)got;
  } else if (got == 0) {
    c->read_done = 1;
    say('E', c->id, "", 0);
    settle(c);
  } else if (errno != EAGAIN && errno != EINTR) {
    abandon(c);
  }
}

static void write_client(struct connection *c) {
  uint32_t straight = c->capacity - c->start;
  ssize_t put = send(c->fd, c->held + c->start, c->length < straight ? c->length : straight, MSG_NOSIGNAL);
  if (put < 0) {
    if (errno != EAGAIN && errno != EINTR) abandon(c);
    return;
  }
  c->start = (c->start + (uint32_t)put) % c->capacity;
  c->length -= (uint32_t)put;
  c->passed += (uint32_t)put;
  if (c->passed >= DOWN_WINDOW / 4) {
    uint8_t credit[4];
    put32(credit, c->passed);
    c->passed = 0;
    say('W', c->id, credit, 4);
  }
  settle(c);
}

/* The ring grows with what is really held, up to the window; more than that breaks the protocol. */
static int hold(struct connection *c, const uint8_t *data, uint32_t length) {
  if (c->end_due || c->length + length > DOWN_WINDOW) return 0;
  if (c->length + length > c->capacity) {
    uint32_t capacity = c->capacity ? c->capacity : CHUNK;
    while (capacity < c->length + length) capacity *= 2;
    uint8_t *larger = malloc(capacity);
    if (!larger) return 0;
    for (uint32_t i = 0; i < c->length; i++) larger[i] = c->held[(c->start + i) % c->capacity];
    free(c->held);
    c->held = larger, c->capacity = capacity, c->start = 0;
  }
  uint32_t end = (c->start + c->length) % c->capacity, straight = c->capacity - end;
  if (straight > length) straight = length;
  memcpy(c->held + end, data, straight);
  memcpy(c->held, data + straight, length - straight);
  c->length += length;
  return 1;
}

static void obey(const uint8_t *frame, uint32_t length) {
  uint32_t id = get32(frame + 4);
  struct connection *c = &table[id & 255];
  if (c->fd < 0 || c->id != id) return; /* it ended while the frame was on its way */
  if (frame[0] == 'D' && length == 0) return;
  switch (frame[0]) {
    case 'D':
      if (!hold(c, frame + HEADER, length)) abandon(c);
      else write_client(c);
      return;
    case 'E':
      c->end_due = 1;
      settle(c);
      return;
    case 'X':
      reset(c);
      return;
    case 'W':
      if (length == 4) c->credit += get32(frame + HEADER);
      if (c->credit > UP_WINDOW) c->credit = UP_WINDOW;
  }
}

static void read_worker(void) {
  ssize_t got = read(0, in + in_length, sizeof in - in_length);
  if (got == 0) exit(0);
  if (got < 0) {
    if (errno == EAGAIN || errno == EINTR) return;
    fail("stdin");
  }
  in_length += (size_t)got;
  size_t at = 0;
  while (in_length - at >= HEADER) {
    uint32_t length = (uint32_t)in[at + 2] << 8 | in[at + 3];
    if (in_length - at < HEADER + length) break;
    obey(in + at, length);
    at += HEADER + length;
  }
  memmove(in, in + at, in_length - at);
  in_length -= at;
}

static void write_worker(void) {
  ssize_t put = write(1, out + out_start, out_length);
  if (put < 0) {
    if (errno == EAGAIN || errno == EINTR) return;
    exit(0);
  }
  out_start += (size_t)put;
  out_length -= (size_t)put;
  if (out_length == 0) out_start = 0;
}

static int listen_here(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;
  if (fd < 0) fail("socket");
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&here, sizeof here) < 0 || listen(fd, 128) < 0) fail("listen");
  return fd;
}

int main(void) {
  struct pollfd wait[SLOTS + 3];
  signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < SLOTS; i++) table[i].fd = -1;
  int listener = listen_here();
  fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
  fcntl(1, F_SETFL, fcntl(1, F_GETFL) | O_NONBLOCK);
  say('R', 0, "SLW1", 4);
  for (;;) {
    int has_room = out_length < BUSY;
    wait[0] = (struct pollfd){.fd = out_length < FULL ? 0 : -1, .events = POLLIN};
    wait[1] = (struct pollfd){.fd = 1, .events = out_length > 0 ? POLLOUT : 0};
    wait[2] = (struct pollfd){.fd = open_count < SLOTS && has_room ? listener : -1, .events = POLLIN};
    for (int i = 0; i < SLOTS; i++) {
      struct connection *c = &table[i];
      short events = (has_room && !c->read_done && c->credit > 0 ? POLLIN : 0) | (c->length > 0 ? POLLOUT : 0);
      wait[i + 3] = (struct pollfd){.fd = c->fd, .events = events};
      /* An error or a hang-up is always reported; one that cannot be acted upon yet would spin. */
      if (events == 0) wait[i + 3].fd = -1;
    }
    if (poll(wait, SLOTS + 3, -1) < 0 && errno != EINTR) fail("poll");
    if (wait[1].revents & POLLERR) exit(0);
    if (wait[1].revents & POLLOUT) write_worker();
    if (wait[0].revents) read_worker();
    for (int i = 0; i < SLOTS; i++) {
      struct connection *c = &table[i];
      short happened = wait[i + 3].fd < 0 || c->fd != wait[i + 3].fd ? 0 : wait[i + 3].revents;
      if (c->length > 0 && happened & (POLLOUT | POLLERR | POLLHUP)) write_client(c);
      if (c->fd < 0 || c->credit == 0 || c->read_done || out_length >= BUSY) continue;
      if (happened & (POLLIN | POLLERR | POLLHUP)) read_client(c);
    }
    if (wait[2].revents & POLLIN) accept_one(listener);
  }
}
