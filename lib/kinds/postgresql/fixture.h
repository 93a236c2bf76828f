/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_POSTGRESQL_FIXTURE_H
#define LOADLINE_KINDS_POSTGRESQL_FIXTURE_H

#include "kinds/postgresql/postgresql.h"

#define FIXTURE_KIND kind_postgresql
#define FIXTURE_NAME "postgresql.conf"
#include "kinds/options_fixture.h"

#endif
