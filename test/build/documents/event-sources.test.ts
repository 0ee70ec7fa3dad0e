import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SOURCES } from '../../../agent/sources/sources.ts'
import { sourcesOf } from '../../../build/documents/event-sources.ts'
import { KINDS } from '../../../lib/event/catalogue.ts'

test('of each kind every log that says it is named, with the fields that it tells and a line', () => {
  for (const kind of KINDS)
    for (const { name, driver } of SOURCES)
      assert.equal(
        new RegExp(`^- the log \`${name}\` .*:\n  .*\`mailbox_address\`.*\n\n  \`\`\`text\n  .+\n  \`\`\`$`, 'm').test(
          sourcesOf(kind),
        ),
        driver.kinds.includes(kind),
        `${kind} ${name}`,
      )
})

test('hooks are named by what they follow, and what no log and no program tells is of the agent itself', () => {
  assert.match(sourcesOf('mailbox_password_changed'), /hooks\), after\n {2}`UAPI::Email::passwd_pop`/)
  assert.match(sourcesOf('log_gap'), /^- the agent itself, where it cannot read a log$/m)
})
