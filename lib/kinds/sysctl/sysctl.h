/* Files of kernel settings as a kind: sysctl.conf and sysctl.d/NAME.conf, as sysctl(8) and systemd-sysctl read them. */
#ifndef LOADLINE_KINDS_SYSCTL_SYSCTL_H
#define LOADLINE_KINDS_SYSCTL_SYSCTL_H

#include "kinds/kind.h"

/* The key with dots between its parts, as `sysctl -a` prints it: net/ipv4/ip_forward is net.ipv4.ip_forward. When the first separator is a slash, a dot within a
 * part is the part's own and is printed as a slash. Source: sysctl.d(5); sysctl_normalize of systemd 252. In a where it changes. */
struct str sysctl_key(struct arena *a, struct str written);

/* What the kernel makes of a text: an int, a list of ints, or the string. *ret_fault tells what the kernel refuses in it for a known key, NULL if nothing: then false.
 * A number that more follows after white space counts, and what follows does not: `1024 # more`. */
bool sysctl_value(struct arena *a, struct str key, struct str text, struct value *ret, const char **ret_fault);

/* The release of Linux in which a key went away, 0 for none, and what to use now (may be empty). */
version_number sysctl_removed_in(struct str key, struct str *ret_instead);

/* Whether the text of a line is an entry that only exempts its key from patterns: "-net.ipv4.conf.lo.rp_filter". */
bool sysctl_is_exception(const struct node *entry);

/* The value of an entry, with the place of its word; unknown where a template decides. */
struct value sysctl_entry_value(struct kind_job *job, const struct node *entry);

/* The kind's functions: see struct kind. */
int sysctl_claims(struct str path, struct str head);
struct node *sysctl_read(struct kind_job *job);
bool sysctl_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
void sysctl_place(struct kind_job *job, struct contributions *out);

#endif
