import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHubScene } from '../../support/hub-command.ts'

const TARGET = 'name: siem, to: "tls://siem.example.com"'

test('what is wrong with a server of syslog is said, with what to write', async (t) => {
  const faults = {
    'name: siem, to: "tcp://siem.example.com:601"':
      /forward\.siem\.to: .*as it is in clear, tcp:\/\/ with an address of this/,
    'name: SIEM, to: "tls://siem.example.com"': /name: .*is not a name/,
    [`${TARGET}, kinds: [login, moon_landing]`]: /kinds.*is neither a kind of event nor incident/,
    [`${TARGET}, severity: dire`]: /severity: .*is none of info, low/,
    [`${TARGET}, key: /etc/key`]: /forward\.siem\.key: stands without certificate; write both/,
    'name: siem, to: "tcp://127.0.0.1:601", ca_file: /etc/ca':
      /forward\.siem\.to: is tcp:\/\/, which uses no certificates/,
    [`${TARGET} }, { ${TARGET}`]: /forward\.siem\.name: is the name of an item before it/,
  }
  for (const [target, fault] of Object.entries(faults)) {
    const { run } = await createHubScene(t, `forward: [{ ${target} }]`)
    await assert.rejects(run('check'), fault, target)
  }
  const { run } = await createHubScene(t, `forward: [{ ${TARGET}, kinds: [incident, login_*], severity: low }]`)
  assert.match(await run('check'), /is valid/)
})
