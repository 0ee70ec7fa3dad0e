import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, portCheck, processCheck } from '../daemon.ts'

/** pure-ftpd, which offers TLS. */
export const pureFtpd: Daemon = {
  name: 'pure-ftpd',
  needs: { '/usr/sbin/pure-ftpd': 'pure-ftpd' },
  lay: async ({ folder, certificates: { ended } }) => {
    const both = join(folder, 'both.pem')
    writeFileSync(both, [ended.key, ended.cert].map((path) => readFileSync(path, 'utf8')).join(''))
    const words = ['-S', '127.0.0.1,21', '-Y', '1', '-l', 'unix', '-H', '-g', join(folder, 'pid'), '-2', both]
    return { argv: ['/usr/sbin/pure-ftpd', ...words] }
  },
  checks: () => [
    portCheck('ftp', 'type: tcp, service: ftp', {
      port: 21,
      silence: 'say 220',
      up: / said 220 /,
      certificate: 'ended',
    }),
    processCheck('pure-ftpd', 'root'),
  ],
}

/** OpenSSH's server. */
export const sshd: Daemon = {
  name: 'sshd',
  needs: { '/usr/sbin/sshd': 'openssh-server' },
  lay: async ({ folder }) => {
    // The folder of its unprivileged part, in a /run of our own.
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
    const key = join(folder, 'key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const config = join(folder, 'sshd.conf')
    writeFileSync(config, `ListenAddress 127.0.0.1\nHostKey ${key}\nPidFile none\n`)
    return { argv: ['/usr/sbin/sshd', '-D', '-e', '-f', config] }
  },
  checks: () => [
    portCheck('ssh', 'type: tcp, service: ssh', {
      port: 22,
      silence: 'say its version of SSH',
      up: / said SSH-2\.0-OpenSSH_/,
    }),
    processCheck('sshd', 'root'),
  ],
}
