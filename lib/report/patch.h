/* What a fix does to the lines of its files. */
#ifndef LOADLINE_REPORT_PATCH_H
#define LOADLINE_REPORT_PATCH_H

#include "report/report.h"

/* Lines that go and lines that come in their place, as bytes of the file, without line ends. Lines that stay are not among them. */
struct patch_hunk {
    struct file *file;
    uint32_t line; /* of the first one that goes; or what comes stands before this line */
    VEC(struct str) removed;
    VEC(struct str) added;
};

/* By path and line. */
struct patch {
    VEC(struct patch_hunk) hunks;
};

/* The hunks of a fix. Edits without a place or over another one are left out, and so are hunks of more than 64 KiB. Texts are in the
 * arena or the file. */
struct patch patch_of(struct arena *a, const struct outcome *r, const struct fix *fix);

/* The fix as one edit: the bytes that *ret_at tells become *ret_text, what stands between its edits included. False when it has no edit, one in another file
 * than f or without a place, or spans more than 64 KiB. */
bool patch_joined(struct arena *a, const struct outcome *r, const struct fix *fix, const struct file *f,
                  struct report_place *ret_at, struct str *ret_text);

#endif
