/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_SYSTEMD_FIXTURE_H
#define LOADLINE_KINDS_SYSTEMD_FIXTURE_H

#include "kinds/systemd/systemd.h"

#define FIXTURE_KIND kind_systemd
#define FIXTURE_NAME "web.service"
#define FIXTURE_TARGET VERSION(252, 0, 0)
#include "kinds/files_fixture.h"

#endif
