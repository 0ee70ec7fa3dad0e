import { commandBy } from './command/command.ts'
import { mysql } from './databases/mysql.ts'
import { postgres } from './databases/postgres.ts'
import { diskIn } from './disk/disk.ts'
import { dns } from './dns/dns.ts'
import { fastcgi } from './fastcgi/fastcgi.ts'
import { hostIn } from './host/host.ts'
import { http } from './http/http.ts'
import { mailWays } from './mail/mail.ts'
import { pingBy } from './ping/ping.ts'
import type { Probe } from './probe.ts'
import { processIn } from './process/process.ts'
import { queueIn } from './queue/queue.ts'
import { tcp } from './tcp/tcp.ts'
import { unitBy } from './unit/unit.ts'
import { updatesIn } from './updates/updates.ts'

/** All ways to check something. */
export const PROBES: readonly Probe[] = [
  tcp,
  http,
  dns,
  mysql,
  postgres,
  fastcgi,
  pingBy('ping'),
  unitBy('systemctl'),
  processIn('/proc'),
  commandBy(),
  diskIn('/'),
  hostIn('/'),
  queueIn('/'),
  mailWays(),
  updatesIn('/'),
]
