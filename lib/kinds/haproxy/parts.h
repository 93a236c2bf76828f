/* Several files that HAProxy reads as one configuration: "-f DIR" takes the *.cfg of a directory in alphabetical order, and "-f" may be given again and again. */
#ifndef LOADLINE_KINDS_HAPROXY_PARTS_H
#define LOADLINE_KINDS_HAPROXY_PARTS_H

#include "kinds/haproxy/reader.h"

/* Files in the order in which HAProxy reads them. */
typedef VEC(struct file *) haproxy_files;

/* What is read as one with the job's document, itself among it; alone where that is not certain. It is where the document has a "global" section and nothing that
 * listens, so that it is not started by itself, no other *.cfg of its directory has a "global" section, and no two of them define the same name. */
void haproxy_parts(struct kind_job *job, haproxy_files *ret);

/* Whether a file nearby, which may be part of the same configuration, defines a name: one of the same directory, of one below or of the one above. Of two files with a
 * "global" section each is taken for a configuration of its own. */
bool haproxy_is_nearby(struct haproxy_reader *r, enum haproxy_name_kind kind, struct str name);

#endif
