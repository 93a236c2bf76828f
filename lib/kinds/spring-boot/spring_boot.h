/* Spring Boot's application.yml and application.properties as a kind. The tree is the file's; its settings stand flat in a block of their own: "server.tomcat.threads.max". */
#ifndef LOADLINE_KINDS_SPRING_BOOT_SPRING_BOOT_H
#define LOADLINE_KINDS_SPRING_BOOT_SPRING_BOOT_H

#include "kinds/options.h"

/* job->state. Lives in the job's arena. */
struct spring_state {
    /* A block: an entry for each setting, its text the whole name, its word the value with placeholders filled in; word (of the entry) 1: a profile decides whether it holds. */
    struct node *all;
    struct str profile; /* of application-<profile>.yml; else empty */
};

extern const struct option_table spring_table;

/* Whether two names are one to Spring's relaxed binding: maxLifetime, max-lifetime, MAX_LIFETIME. */
bool spring_same(struct str x, struct str y);

/* What stands for ${name:default} in a text: a setting of the file, else the default. False: something in it is neither. a holds what is made. */
bool spring_fill(struct arena *a, struct node *all, struct str text, struct str *ret);

/* The kind's functions: see struct kind. */
int spring_claims(struct str path, struct str head);
struct node *spring_read(struct kind_job *job);
bool spring_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
void spring_place(struct kind_job *job, struct contributions *out);

#endif
