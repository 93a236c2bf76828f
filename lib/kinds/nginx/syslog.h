/* "syslog:server=...,facility=...": where logs are sent (ngx_syslog_parse_args). */
#ifndef LOADLINE_KINDS_NGINX_SYSLOG_H
#define LOADLINE_KINDS_NGINX_SYSLOG_H

#include "kinds/nginx/reader.h"

/* Checks a word that begins with "syslog:". Reports the first fault; false then. */
bool nginx_check_syslog(struct nginx_reader *r, const struct node *word);

#endif
