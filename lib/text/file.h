/* Files: bytes and a line table, read once, shared by all jobs, never changed. */
#ifndef LOADLINE_TEXT_FILE_H
#define LOADLINE_TEXT_FILE_H

#include "base/arena.h"
#include "base/str.h"

#include <pthread.h>

struct file_store;
struct map;

/* The bytes of one file and what it is called. Lives as long as its store; bytes are followed by a NUL that is not counted. */
struct file {
    struct str path; /* as shown: relative to the directory of the run where it is below it, '/' between parts */
    struct str real; /* absolute, normalized by text: as it was reached, symlinks not resolved */
    struct str bytes;
    struct file_store *store;
    uint32_t *line_starts; /* offsets, made on first use; see file_line */
    uint32_t n_lines;
    uint32_t id;  /* in the order of opening: for equality only, never for sorting */
    bool on_disk; /* false: the bytes came from elsewhere (file_from_bytes) */
    uint8_t marks; /* template marks that it may hold (a set of enum mark_syntax): by its name, else by its look */
};

/* A place as people count: line and column from 1, the column in bytes. */
struct line_column {
    uint32_t line, column;
};

enum file_fault {
    FILE_OK,
    FILE_MISSING,
    FILE_NO_PERMISSION,
    FILE_NOT_REGULAR, /* directory, FIFO, device, socket: never opened for reading */
    FILE_TOO_LARGE,   /* over the store's max_bytes */
    FILE_UNREADABLE,  /* any other error of the system */
};

/* What a fault is in words: "no such file", "permission denied" ... */
const char *file_fault_text(enum file_fault fault);

struct file_store {
    struct arena arena;
    struct map *by_path; /* real path -> struct file, so that a file is read once */
    struct str base;     /* absolute directory of the run: paths are shown relative to it */
    uint32_t max_bytes;
    uint32_t n;
    struct map *overlay; /* path without links -> struct str: what such a file is said to hold; NULL: none */
    pthread_mutex_t lock;
};

/* base: absolute, normalized. budget may be NULL. Release with file_store_free. */
void file_store_init(struct file_store *s, struct str base, uint32_t max_bytes, struct mem_budget *budget);
void file_store_free(struct file_store *s);

/* The file at path (relative to base, or absolute), read whole. Thread-safe; asked twice, the same file is returned. On a fault
 * returns NULL and tells it in *ret_fault. A file that grows while it is read is cut at the size it had; one that shrinks is as long as what came. */
struct file *file_open(struct file_store *s, struct str path, enum file_fault *ret_fault);

/* From now on the file at real (absolute, without links) reads as bytes, under each of its names; it must be there. bytes are not copied. Called before any
 * file is opened. */
void file_store_overlay(struct file_store *s, struct str real, struct str bytes);

/* A file that is not on disk (standard input, a test, generated text): bytes are copied. name is shown as it is. */
struct file *file_from_bytes(struct file_store *s, struct str name, struct str bytes);

/* The same in place of what is at path (as for file_open) on disk, or would be: whoever opens it then gets this. Before anyone has opened it. */
struct file *file_replace(struct file_store *s, struct str path, struct str bytes);

/* How path would be shown: relative to base when below it, "../" for at most what is needed otherwise. In the store's arena. */
struct str file_shown_path(struct file_store *s, struct str path);

/* Line and column of a byte offset (at most bytes.n). Lines end at LF; CR is part of its line's end and never shown. Builds the line table
 * on first use, under the store's lock. */
struct line_column file_line_column(struct file *f, uint32_t off);
/* The text of a line (from 1) without its end; empty beyond the last. */
struct str file_line(struct file *f, uint32_t line);
/* Offset of the first byte of a line (from 1); bytes.n beyond the last. */
uint32_t file_line_start(struct file *f, uint32_t line);

#endif
