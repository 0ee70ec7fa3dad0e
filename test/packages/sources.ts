import type { Machine } from './life.ts'

const FILE = '/etc/spoor/conf.d/sources.yml'
const SOCKET = '/run/spoor/login.sock'

/** Lines that are in no file, read by the service with the rights that it has. */
export async function checkSources({ checks, container, flow }: Machine): Promise<void> {
  const told = async (code: string): Promise<number> =>
    (await container.must('journalctl -u spoor-agent-collector -o cat')).split(`${code}: login: `).length
  await checks.check('the service reads the journal, and listens on a socket', async () => {
    const before = await told('socket_listening')
    await container.must(
      `cat > ${FILE} && chown root:spoor ${FILE} && chmod 640 ${FILE} && systemctl reload spoor-agent-collector`,
      `logs:\n  - { driver: cpanel-login, journal: app.service }\n  - { driver: cpanel-login, socket: ${SOCKET} }\n`,
    )
    await container.until('it listens', async () => (await told('socket_listening')) > before)
    await container.until('it follows the journal', async () => (await told('journal_found')) > before)
    await container.must('cat > /tmp/lines; systemd-run --quiet --wait --unit=app cat /tmp/lines', flow.lines(3))
    const connect = `socket(S, PF_UNIX, SOCK_STREAM, 0); connect(S, sockaddr_un("${SOCKET}")) or die $!`
    await container.must(`perl -MSocket -e '${connect}; print S <STDIN>'`, flow.lines(3))
    await flow.settled()
  })
  await checks.check(
    'nothing of that is lost or doubled when the collector is killed, and journalctl ends',
    async () => {
      await container.must('systemctl kill --signal=KILL --kill-who=main spoor-agent-collector')
      await container.must('cat > /tmp/lines; systemd-run --quiet --wait --unit=app cat /tmp/lines', flow.lines(3))
      await flow.settled()
      await container.must(`rm ${FILE} /tmp/lines && systemctl reload spoor-agent-collector`)
      await container.until('journalctl has ended', async () => (await container.run('pgrep -x journalctl')).code === 1)
    },
  )
}
