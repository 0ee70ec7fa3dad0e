import { execFileSync } from 'node:child_process'
import { chownSync, copyFileSync, chmodSync, globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, NOBODY_ID, portCheck, processCheck, socketCheck } from '../daemon.ts'

const MARIADB = / is (?:5\.5\.5-)?1\d\.\d+\.\d+-MariaDB/

/** What they do not say while they hang. */
const [GREETS, SPEAKS] = ['say how it greets', 'say whether it speaks TLS']

/** MariaDB, without its tables of users: nobody logs in. */
export const mariadb: Daemon = {
  name: 'mariadb',
  needs: { '/usr/sbin/mariadbd': 'mariadb-server-core' },
  lay: async ({ folder }) => {
    const data = join(folder, 'data')
    mkdirSync(data)
    for (const path of [folder, data]) chownSync(path, NOBODY_ID, NOBODY_ID)
    const words = [`--datadir=${data}`, `--socket=${join(folder, 'socket')}`, '--bind-address=127.0.0.1', '--port=3306']
    const quick = ['--skip-grant-tables', '--skip-networking=0', '--innodb-flush-log-at-trx-commit=0']
    return { argv: ['/usr/sbin/mariadbd', '--no-defaults', ...words, ...quick], isNobody: true }
  },
  checks: (folder) => [
    portCheck('mysql', 'type: mysql', { port: 3306, silence: GREETS, up: MARIADB }),
    socketCheck('mysql-socket', 'type: mysql', { socket: join(folder, 'socket'), silence: GREETS, up: MARIADB }),
    processCheck('mariadbd', 'nobody'),
  ],
}

/** PostgreSQL, which speaks TLS. */
export const postgresql: Daemon = {
  name: 'postgresql',
  needs: { '/usr/lib/postgresql/*/bin/postgres': 'postgresql' },
  lay: async ({ folder, certificates: { ended } }) => {
    const data = join(folder, 'data')
    const key = join(folder, 'key.pem')
    // It wants a key that nobody else may read.
    copyFileSync(ended.key, key)
    chmodSync(key, 0o600)
    for (const path of [folder, key]) chownSync(path, NOBODY_ID, NOBODY_ID)
    const [programs = ''] = globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed()
    const environment = { uid: NOBODY_ID, gid: NOBODY_ID, cwd: folder, env: { LC_ALL: 'C.UTF-8' } }
    const words = ['--pgdata', data, '--auth', 'trust', '--no-sync', '--no-instructions']
    execFileSync(join(programs, 'initdb'), words, { ...environment, stdio: 'ignore' })
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      fsync: 'off',
      ssl: 'on',
      ssl_cert_file: ended.cert,
      ssl_key_file: key,
    }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    return { argv: [join(programs, 'postgres'), '-D', data, ...options], isNobody: true }
  },
  checks: (folder) => [
    portCheck('postgres', 'type: postgres', {
      port: 5432,
      silence: SPEAKS,
      up: / answers, and speaks TLS$/,
      certificate: 'ended',
    }),
    socketCheck('postgres-socket', 'type: postgres', {
      socket: join(folder, '.s.PGSQL.5432'),
      silence: SPEAKS,
      up: / answers$/,
    }),
    processCheck('postgres', 'nobody'),
  ],
}
