/* What is known about the hosts of a run: read from files, merged by name. */
#ifndef LOADLINE_FACTS_FACTS_H
#define LOADLINE_FACTS_FACTS_H

#include "facts/document.h"
#include "facts/host.h"

/* Which of two statements about one host holds: the later one. Within a layer a host's own entry goes before a glob's. */
enum facts_layer { FACTS_FILES, FACTS_PROJECT };

/* One entry of a `hosts:` mapping, before merging. */
struct host_entry {
    struct host host; /* only what the entry says */
    struct span at;   /* its key */
    enum facts_layer layer;
    bool glob; /* the key is a pattern: it adds to hosts named elsewhere and makes none */
};

/* A name and what resolving it is known to give. */
struct dns_name {
    struct str name;
    struct span at;
    struct value dynamic; /* bool: its addresses change */
    struct value ttl;     /* duration */
};

/* A certificate file, as its path stands in configs. */
struct certificate {
    struct str path;
    struct span at;
    struct value not_after; /* timestamp */
    struct value names;     /* list of strings */
};

/* Zero-initialize. Everything lives in the arena of the reading that filled it. What a value of unknown type is about stands in its reason. */
struct facts {
    VEC(struct host *) hosts; /* after facts_merge: one for each name, in the order they were first named */
    VEC(struct dns_name) dns;
    VEC(struct certificate) certificates;
    struct value today;    /* timestamp; unknown: the day of the run */
    VEC(struct str) files; /* shown paths of what was read */
    VEC(struct host_entry *) entries;
};

/* The top-level keys of a facts file, which loadline.yaml has too. */
#define FACTS_KEYS(X) X(hosts) X(dns) X(certificates) X(today)

/* Where the facts of one file go and how its `configs` are meant. */
struct facts_reading {
    struct facts *facts;
    enum facts_layer layer;
    struct str base;   /* absolute directory that `configs` start from */
    struct str source; /* the file as shown */
};

/* Reads the value of a top-level key; the entry's name is one of FACTS_KEYS. Faults go to r->faults. */
void facts_read_key(struct reading *r, const struct facts_reading *into, const struct node *entry);

/* Adds a host from the mapping of its fields alone, for those who keep it elsewhere than under `hosts:` (the tests of a rule). name: a string. */
void facts_read_host(struct reading *r, const struct facts_reading *into, const struct node *fields, struct value name);

/* Adds what one file says: our own form, an Ansible fact cache entry or Facter's JSON, told by content. base: the absolute directory that
 * `configs` start from: that of the run for a file given with --facts. Reads no other file. Faults go to r->faults. */
void facts_read_file(struct reading *r, struct facts *f, struct file *file, struct str base);

/* The same for a path: a file, or a directory, of which every *.yaml, *.yml and *.json and every entry of an Ansible fact cache is read,
 * in the order of names. from: the place that names it, or SPAN_NONE for the command line. */
void facts_load(struct reading *r, struct facts *f, struct str path, struct str base, struct span from);

/* Adds a host made otherwise: this machine, or one by hand. The host is not finished yet; its name is set. */
void facts_add_host(struct reading *r, struct facts *f, const struct host *h, enum facts_layer layer);

/* Adds all of src behind what dst holds. */
void facts_append(struct reading *r, struct facts *dst, const struct facts *src);

/* Makes the hosts from the entries. For each name: what globs of the files say, then entries of files, then globs and entries of loadline.yaml;
 * each replaces fields of those before it, maps (kernel, disk, process_memory) key by key. Defaults are filled in at the end.
 * host.source names every file that said something. Call once, when all is read. */
void facts_merge(struct reading *r, struct facts *f);

/* The host of that name, or NULL; and the name nearest to an unknown one, empty when none is near. */
const struct host *facts_host(const struct facts *f, struct str name);
struct str facts_nearest_host(const struct facts *f, struct str name);

/* What is known of a name or a certificate path; NULL for nothing. */
const struct dns_name *facts_dns(const struct facts *f, struct str name);
const struct certificate *facts_certificate(const struct facts *f, struct str path);

#endif
