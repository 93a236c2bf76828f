/* Facts that other tools have gathered: Ansible's fact cache and Facter. */
#ifndef LOADLINE_FACTS_FOREIGN_H
#define LOADLINE_FACTS_FOREIGN_H

#include "facts/facts.h"

/* Adds the host that top describes and is true when top is an entry of an Ansible fact cache (`ansible_facts`, or keys that begin with ansible_) or
 * Facter's or Puppet's JSON (`processors` and `memory`, or both below `values`). An Ansible host is called as its file is (the cache's
 * convention), Facter's by its name or hostname. What such a file does not tell is unknown. Read with our own JSON reader rather than jansson, so that a
 * finding can point at the fact. */
bool foreign_read(struct reading *r, const struct facts_reading *into, struct node *top);

/* Whether a text may be an entry of an Ansible fact cache, whose files have no extension. */
bool foreign_claims(struct str text);

#endif
