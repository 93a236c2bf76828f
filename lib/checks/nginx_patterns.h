/* The regular expressions of an nginx configuration, and who chooses the text that each is matched with. */
#ifndef LOADLINE_CHECKS_NGINX_PATTERNS_H
#define LOADLINE_CHECKS_NGINX_PATTERNS_H

#include "checks/nginx.h"
#include "regex/set.h"

enum nginx_subject {
    NGINX_SUBJECT_PATH,    /* the decoded path: any byte but NUL */
    NGINX_SUBJECT_REQUEST, /* of the request line as sent: no blanks, no control bytes */
    NGINX_SUBJECT_HEADER,  /* a header's value */
    NGINX_SUBJECT_HOST,    /* the name a client asks for */
    NGINX_SUBJECT_OWN,     /* a variable that the config makes: what it holds is not known */
    NGINX_SUBJECT_SERVER,  /* nothing a client chooses */
};

struct nginx_pattern {
    struct node *entry;
    struct str text;
    struct span at;
    bool caseless, negative; /* negative: !~ */
    enum nginx_subject subject;
    struct str variable; /* without "$"; empty: the path, or the name */
};

/* Calls fn for each pattern that is matched with something a request brings. */
typedef void nginx_pattern_fn(void *ctx, const struct nginx_pattern *p);
void nginx_each_pattern(const struct check_input *in, nginx_pattern_fn *fn, void *ctx);

/* The bytes that a subject may hold. */
struct byte_set nginx_subject_bytes(enum nginx_subject subject);

/* "the path", "$http_origin": for messages. */
const char *nginx_subject_name(const struct check_input *in, const struct nginx_pattern *p);

#endif
