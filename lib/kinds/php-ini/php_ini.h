/* php.ini and the files of its scan directory (conf.d) as a kind. Extensions bring settings of their own, so no name is unknown. */
#ifndef LOADLINE_KINDS_PHP_INI_PHP_INI_H
#define LOADLINE_KINDS_PHP_INI_PHP_INI_H

#include "kinds/options.h"

int php_ini_claims(struct str path, struct str head);
struct node *php_ini_read(struct kind_job *job);
void php_ini_place(struct kind_job *job, struct contributions *out);

#endif
