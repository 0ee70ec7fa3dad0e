import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Container } from './container.ts'
import type { Machine } from './life.ts'

const MAKE = 'systemctl start spoor-agent-mail-report'
const STATE = '/var/lib/spoor-reports/morning'
const LOG = '/var/log/hidden/app.log'
const MODULE = '/usr/local/lib/spoor/mod'

/** The timer, and reports that its unit makes of what only root can read. */
export async function checkMailReport({ checks, container }: Machine): Promise<void> {
  await checks.check('the timer of mail reports runs with the services; without a report nothing is made', async () => {
    assert.equal(await container.must('systemctl is-active spoor-agent-mail-report.timer'), 'active')
    // What reports of this machine have left is none of it.
    await container.must(`rm -rf /var/lib/spoor-reports/*; ${MAKE}`)
    assert.equal(await container.must("stat -c '%a %U' /var/lib/spoor-reports"), '711 root')
    assert.equal(await container.must('ls -A /var/lib/spoor-reports'), '')
  })
  const mails = await MailTaker.in(container)
  try {
    await container.must(
      `mkdir -m 700 ${LOG.replace('/app.log', '')}; echo 'the reactor is hot' > ${LOG}; chmod 600 ${LOG}
       mkdir -p ${MODULE.replace('/mod', '')}; cat > ${MODULE}; chmod 755 ${MODULE}`,
      `#!/bin/sh\ncat > /dev/null\nprintf 'Content-Type: text/plain; charset=utf-8\\n\\nmodule of %s\\n' "$(id -un)"\n`,
    )
    await container.must(
      `cat > /etc/spoor/conf.d/reports.yml; chgrp spoor /etc/spoor/conf.d/reports.yml
       chmod 640 /etc/spoor/conf.d/reports.yml; systemctl reload spoor-agent-collector spoor-agent-transmitter`,
      reports(mails.port),
    )
    await checks.check('its unit tells what only root reads, each program as its user, in one mail', async () => {
      await container.must(MAKE)
      const [opening, hidden, id, shadow, own, list, status] = textsOf(await mails.next())
      const closing = textsOf(mails.last).at(-1) ?? ''
      assert.match(opening ?? '', /The report morning of /)
      assert.match(hidden ?? '', /1 x the reactor is hot/, closing)
      assert.match(id ?? '', /^uid=65534\(nobody\) /m, closing)
      assert.match(shadow ?? '', /^root:/m, closing)
      assert.equal(own, 'module of nobody\n', closing)
      assert.match(list ?? '', /\/etc\/shadow$/m, closing)
      assert.match(status ?? '', /health: /, closing)
      assert.doesNotMatch(closing, /FAILED|could not be read/)
      const modes = `stat -c '%a %U:%G' /var/lib/spoor-reports ${STATE} ${STATE}/outbox ${STATE}/last-run.json`
      assert.equal(await container.must(modes), '711 root:root\n711 root:root\n700 root:root\n600 root:root')
      assert.equal(await container.must(`ls -A ${STATE}/outbox`), '')
      assert.equal((await container.run('systemctl --failed --no-legend')).text, '')
    })
    await checks.check(
      'it is made once in its time; the next one tells what is new, and of files that changed',
      async () => {
        await container.must(MAKE)
        await container.must(
          `echo 'the reactor is cold' >> ${LOG}; echo x > /etc/spoor-changed; rm ${STATE}/last-run.json; ${MAKE}`,
        )
        const texts = textsOf(await mails.next())
        assert.match(texts[1] ?? '', /^1 line of [^]*1 x the reactor is cold/)
        assert.match(texts.join('\n'), /Changes since [^]*\/etc\/spoor-changed/)
        await container.until('the change is sealed as an event', async () => {
          const folders = '/var/lib/spoor/sealed /var/lib/spoor/transmitted'
          return (await container.run(`grep -rlE 'file_changed.*spoor-changed' ${folders}`)).code === 0
        })
        await container.until('it is taken out of the inbox', async () => {
          return (await container.must('ls -A /var/lib/spoor-inbox/files')) === ''
        })
      },
    )
  } finally {
    await mails.end()
    await container.must(
      `rm -rf /etc/spoor/conf.d/reports.yml /etc/spoor-changed /usr/local/lib/spoor ${LOG.replace('/app.log', '')} ${STATE}
       systemctl reload spoor-agent-collector spoor-agent-transmitter`,
    )
  }
}

function reports(port: number): string {
  return `
events: [file_changed]
report_modules: [{ name: mod, exec: [${MODULE}] }]
mail_reports:
  - name: morning
    every: hourly
    mail: { from: spoor@example.com, to: anna@example.com, host: 127.0.0.1, port: ${port} }
    sections:
      - unusual: { log: ${LOG}, start: beginning }
      - command: { exec: [/usr/bin/id] }
      - command: { exec: [/bin/cat, /etc/shadow], user: root }
      - module: mod
      - files: { trees: /etc }
      - statistics:
`
}

/** The texts of all parts of a mail, in order. */
function textsOf(mail: string): readonly string[] {
  const [, boundary = ''] = /boundary="([^"]*)"/.exec(mail) ?? []
  return mail
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const body = part.slice(part.indexOf('\r\n\r\n') + 4)
      return /^Content-Transfer-Encoding: base64\r$/im.test(part) ? Buffer.from(body, 'base64').toString() : body
    })
}

/** A mail server in the network of a container. */
class MailTaker {
  readonly port: number
  last = ''
  readonly #lines: AsyncIterator<string>
  readonly end: () => Promise<void>

  private constructor(port: number, lines: AsyncIterator<string>, end: () => Promise<void>) {
    this.port = port
    this.#lines = lines
    this.end = end
  }

  static async in(container: Container): Promise<MailTaker> {
    const node = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'mail-process.ts')]
    const [program = '', ...words] = [...container.inItsNetwork(), ...node]
    const server = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    const gone = once(server, 'exit')
    const lines = createInterface(server.stdout)[Symbol.asyncIterator]()
    const port = Number((await lines.next()).value)
    return new MailTaker(port, lines, async () => {
      server.kill('SIGKILL')
      await gone
    })
  }

  async next(): Promise<string> {
    const { value } = await this.#lines.next()
    this.last = String(JSON.parse(String(value)))
    return this.last
  }
}
