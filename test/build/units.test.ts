import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { COMMANDS } from '../../agent/commands/every-command.ts'
import { EXIT } from '../../agent/system/errors.ts'
import { ROOT } from '../../build/bundle.ts'

const FOLDER = join(ROOT, 'packaging/common')
const units = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.service'))
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const),
)

/** Directives of systemd 240 and later that older ones pass over with a word in the journal, which is all that EL 8 (239) does. */
const PASSED_OVER = 'ProtectHostname RestrictSUIDSGID ProtectKernelLogs ProtectClock'.split(' ')
/** The other ones that are used, all of them known to systemd 239 (its systemd.directives(7)). */
const KNOWN =
  'Description Documentation PartOf Wants After StartLimitIntervalSec StartLimitBurst Type ExecStartPre ExecStart ExecStartPost ExecReload Restart RestartSec RestartPreventExitStatus KillMode TimeoutStartSec TimeoutStopSec Environment User Group AmbientCapabilities CapabilityBoundingSet NoNewPrivileges UMask StateDirectory StateDirectoryMode RuntimeDirectory RuntimeDirectoryMode RuntimeDirectoryPreserve ProtectSystem InaccessiblePaths ProtectHome PrivateTmp PrivateDevices PrivateMounts PrivateUsers PrivateNetwork IPAddressDeny IPAddressAllow RestrictAddressFamilies ProtectControlGroups ProtectKernelTunables ProtectKernelModules RestrictNamespaces RestrictRealtime LockPersonality RemoveIPC KeyringMode SystemCallArchitectures SystemCallFilter SystemCallErrorNumber Nice CPUWeight IOWeight MemoryHigh MemoryMax TasksMax OOMScoreAdjust LimitNOFILE LimitCORE'.split(
    ' ',
  )

test('units use directives alone that systemd 239 knows, or passes over', () => {
  assert.equal(units.size, 2)
  for (const [name, text] of units) {
    const used = [...text.matchAll(/^(\w+)=/gm)].map(([, directive = '']) => directive)
    assert.deepEqual(
      used.filter((directive) => !KNOWN.includes(directive) && !PASSED_OVER.includes(directive)),
      [],
      name,
    )
  }
})

test('units call commands that there are, with the options they have', async () => {
  for (const [name, text] of units) {
    const calls = [...text.matchAll(/^Exec\w+=-?\/usr\/bin\/spoor-agent (\w+)(?: (--\w+) \w+)?$/gm)]
    assert.equal(calls.length, 2, name)
    for (const [, word = '', option] of calls) {
      const command = await COMMANDS[word]?.()
      assert.ok(
        command?.options.some(({ flags }) => option === undefined || flags.startsWith(`${option} `)),
        name,
      )
    }
  }
})

test('after an exit code that asks for a correction there is no other start', () => {
  for (const [name, text] of units)
    assert.match(text, new RegExp(`^RestartPreventExitStatus=${EXIT.usage} 78$`, 'm'), name)
})

test('where both units say something of the same thing they say the same, but for what sets them apart', () => {
  const apart =
    /^(?:Description|After|Wants|Exec\w+|AmbientCapabilities|CapabilityBoundingSet|InaccessiblePaths|PrivateUsers|PrivateNetwork|IPAddress\w+|RestrictAddressFamilies)=|^#|^$/
  const [one = [], other = []] = [...units.values()].map((text) => text.split('\n').filter((line) => !apart.test(line)))
  assert.deepEqual(one, other)
})
