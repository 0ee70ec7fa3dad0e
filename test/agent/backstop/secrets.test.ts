// What is in filters and forwards besides addresses stays there.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createBackstopHost } from '../../support/backstop-host.ts'

const SECRET = 'hunter2PLANTED'

/** Files with secrets in every place for text; each has a forward or a rule, so that there is something to tell. */
const PLANTED: Readonly<Record<string, string>> = {
  'etc/valiases/example.com': `# ${SECRET}
*: :fail: ${SECRET}, no such person
a@example.com: "|/bin/x --password=${SECRET} \\"${SECRET}\\"", drop@mail.example
b@example.com: /home/shop/${SECRET}
c@example.com: :include:/home/shop/${SECRET}
d@example.com: |/bin/${SECRET} x@mail.example
e@example.com: "| /bin/x ${SECRET}@mail.example"
f@example.com: ${SECRET} ${SECRET}
 , ${SECRET} again
g@example.com: :defer: ${SECRET}
h@example.com: "${SECRET}
`,
  'etc/vdomainaliases/example.com': `example.com: ${SECRET} ${SECRET}\n`,
  'etc/vfilters/example.com': `if $h_subject: contains "${SECRET}" then pipe "/bin/x ${SECRET}" endif`,
  'home/shop/etc/example.com/info/filter': `# Exim filter ${SECRET}
if $header_from: matches "${SECRET}" then
  logwrite "${SECRET}"
  headers add "X: ${SECRET}"
  mail to a@mail.example subject "${SECRET}" text "${SECRET}" file "/x/${SECRET}"
  save "$home/mail/.${SECRET}" 660
endif
if $h_to: is "${SECRET}" then fail text "${SECRET}" endif
if foranyaddress $h_to: ("${SECRET}") then deliver "${SECRET} x" errors_to "${SECRET}" endif
pipe "${SECRET}
`,
  'home/shop/mail/example.com/info/sieve/a.sieve': `# ${SECRET}
/* ${SECRET} */
require ["${SECRET}"];
set "x" "${SECRET}";
if header :contains "subject" ["${SECRET}"] { fileinto "INBOX.${SECRET}"; }
elsif body :text :contains "${SECRET}" { reject "${SECRET}"; }
vacation :days 1 :subject "${SECRET}" :from "${SECRET}" text:
${SECRET}
..${SECRET}
.
;
redirect "${SECRET} ${SECRET}";
pipe :copy "x" ["--password", "${SECRET}"];
notify :message "${SECRET}" "mailto:a@mail.example?body=${SECRET}";
notify :message "${SECRET}" "xmpp:${SECRET}";
ereject text:
${SECRET}
`,
  'home/shop/mail/example.com/info/.dovecot.sieve': `redirect "a@mail.example"; vacation "${SECRET}`,
}

test('nothing that is written or said holds a secret of a forward or a filter, before a change and after', async (t) => {
  const host = await createBackstopHost(t)
  const plantAll = (more: string): void => {
    for (const [path, text] of Object.entries(PLANTED)) host.put(path, text.replaceAll(SECRET, SECRET + more))
  }
  plantAll('')
  const said = [await host.appeared()]
  plantAll('x')
  said.push(await host.wouldAppear(), await host.appeared())
  assert.ok(host.left().length > 15, `${host.left().length}`)
  // A notice on what is damaged must not repeat it.
  writeFileSync(join(host.state, 'baseline.json'), `{"version":1,"groups":{"${SECRET}":{"a":"${SECRET}"}},"seen":1}`)
  said.push(await host.appeared())
  const written = [host.state, host.inbox].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name !== 'baseline.unreadable.json')
      .map((name) => name + readFileSync(join(folder, name), 'utf8')),
  )
  for (const text of [...written, readFileSync(host.record, 'utf8'), ...host.texts, JSON.stringify(said)])
    assert.ok(!text.includes(SECRET), text.slice(0, 1000))
})
