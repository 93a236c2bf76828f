/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_PM2_FIXTURE_H
#define LOADLINE_KINDS_PM2_FIXTURE_H

#include "kinds/pm2/pm2.h"

#define FIXTURE_KIND kind_pm2
#include "kinds/placed_fixture.h"

#endif
