import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, portCheck, processCheck, socketCheck } from '../daemon.ts'

/** The MD5 and the length of EICAR's test file: a database of one signature, where the true one is a download. */
const SIGNATURE = '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n'

const CLAMD = 'type: tcp, service: clamd'

/** ClamAV's daemon. */
export const clamd: Daemon = {
  name: 'clamd',
  needs: { '/usr/sbin/clamd': 'clamav-daemon' },
  lay: async ({ folder }) => {
    chmodSync(folder, 0o777)
    mkdirSync(join(folder, 'db'))
    writeFileSync(join(folder, 'db/test.hdb'), SIGNATURE)
    const config = join(folder, 'clamd.conf')
    const lines = [
      'Foreground yes',
      'User clamav',
      `DatabaseDirectory ${folder}/db`,
      `LocalSocket ${folder}/socket`,
      'LocalSocketMode 666',
      'TCPAddr 127.0.0.1',
      'TCPSocket 3310',
    ]
    writeFileSync(config, `${lines.join('\n')}\n`)
    return { argv: ['/usr/sbin/clamd', '-c', config] }
  },
  checks: (folder) => [
    portCheck('clamd', CLAMD, { port: 3310, silence: 'say PONG', up: / said PONG$/ }),
    socketCheck('clamd-socket', CLAMD, { socket: join(folder, 'socket'), silence: 'say PONG', up: / said PONG$/ }),
    processCheck('clamd', 'clamav'),
  ],
}
