import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ShownCheck } from '../../agent/snapshots/watcher-snapshot.ts'
import { createTestCa } from '../support/test-ca.ts'
import type { CertificateFiles, Daemon, DaemonCertificate, DaemonCheck } from './daemon.ts'
import { Impostor, MANNERS } from './impostor.ts'
import { RunningDaemon } from './running-daemon.ts'
import { toldAmiss } from './told-amiss.ts'
import { WatchedHost } from './watched-host.ts'

const DAY = 86_400_000

/** What somebody who is no service is said to have done, in the sentence of a check. */
const IMPOSTURE =
  /in time|said |does not|ended the connection|cut the connection|refused the connection|found no common TLS|answered|sent no answer|answer of|more than/

/** The daemons and their checks, and what was found on the way. */
interface Scene {
  readonly host: WatchedHost
  readonly checks: readonly DaemonCheck[]
  readonly daemons: readonly RunningDaemon[]
  readonly say: (text: string) => void
}

/**
 * Starts daemons in a folder, and watches them run, hang, go on, die and be replaced. Needs namespaces of its own.
 * Throws with what went otherwise than it should.
 */
export async function watchDaemons(
  folder: string,
  daemons: readonly Daemon[],
  say: (text: string) => void,
): Promise<void> {
  execFileSync('ip', ['link', 'set', 'lo', 'up'])
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/run'])
  const certificates = { ended: layCertificate(folder, 'ended', -3), ending: layCertificate(folder, 'ending', 10) }
  const began = performance.now()
  const running = await Promise.all(
    daemons.map((daemon) => {
      const place = folderOf(folder, daemon)
      mkdirSync(place)
      return RunningDaemon.start(daemon, { folder: place, certificates })
    }),
  )
  say(`${running.length} daemons listen after ${seconds(began)}`)
  const checks = daemons.flatMap((daemon) => daemon.checks(folderOf(folder, daemon)))
  const host = new WatchedHost(join(folder, 'host'), checks)
  const scene: Scene = { host, checks, daemons: running, say }
  try {
    await host.start()
    await watchThem(scene, certificates)
    const amiss = toldAmiss(checks, await host.end())
    assert.deepEqual(amiss, [])
    say(`each of ${checks.length} checks told what happened to it, once`)
  } catch (error) {
    for (const daemon of running) say(`--- ${daemon.name}\n${daemon.said.slice(-1000)}`)
    say(`--- the watcher\n${host.said.slice(-5000)}`)
    throw error
  } finally {
    for (const daemon of running) await daemon.kill()
  }
}

async function watchThem(
  scene: Scene,
  certificates: Readonly<Record<DaemonCertificate, CertificateFiles>>,
): Promise<void> {
  const { host, daemons, say } = scene
  await phase(scene, 'runs', (check, shown) => {
    const expires = check.certificate === undefined ? undefined : certificates[check.certificate].expires
    if (shown.last?.certificate !== expires) return `it saw a certificate that ends at ${shown.last?.certificate}`
    return faultOf(shown, 'up', check.up)
  })
  const before = host.cost
  await phase(scene, 'runs again', (check, shown) => faultOf(shown, 'up', check.up), true)
  const { cpu, memory } = host.cost
  say(`the watcher took ${Math.round(cpu - before.cpu)} ms for a round, and has ${Math.round(memory.anonymous)} MiB`)
  const byHand = await host.runCheck('smtp')
  assert.equal(byHand.code, 0, byHand.stdout + byHand.stderr)
  assert.match(byHand.stdout, /"verdict":"ok".*"text":"STARTTLS"/)
  for (const daemon of daemons) await daemon.hang()
  await phase(scene, 'hangs', (check, shown) =>
    check.hung === undefined ? faultOf(shown, 'up', check.up) : faultOf(shown, 'down', check.hung),
  )
  for (const daemon of daemons) daemon.release()
  await phase(scene, 'goes on', (check, shown) => faultOf(shown, 'up', check.up), true)
  for (const daemon of daemons) await daemon.kill()
  await phase(scene, 'was killed', killed)
  const impostor = new Impostor()
  await impostor.listen(scene.checks.flatMap(({ place }) => (place === undefined ? [] : [place])))
  for (const manner of MANNERS) {
    impostor.manner = manner
    // Where no impostor listens, it is as before.
    await phase(scene, `is an impostor: ${manner}`, (check, shown) =>
      faultOf(shown, 'down', IMPOSTURE) === undefined ? undefined : killed(check, shown),
    )
  }
  impostor.close()
}

function killed(
  { killed: sentence = /refused the connection/, up }: DaemonCheck,
  shown: ShownCheck,
): string | undefined {
  return sentence === 'up' ? faultOf(shown, 'up', up) : faultOf(shown, 'down', sentence)
}

/** Waits until every check is as it should be, and says what each has found. */
async function phase(
  { host, checks, say }: Scene,
  what: string,
  fault: (check: DaemonCheck, shown: ShownCheck) => string | undefined,
  isSilent = false,
): Promise<void> {
  const began = performance.now()
  const found = new Map<string, string>()
  await host.until((shown) => {
    const check = checks.find(({ name }) => name === shown.name)
    if (check === undefined) return 'nobody asked for it'
    found.set(shown.name, `${shown.last?.text ?? ''} (${shown.last?.took ?? 0} ms)`)
    return fault(check, shown)
  })
  say(`\nEach ${what}: ${seconds(began)}`)
  if (!isSilent) for (const { name } of checks) say(`  ${name.padEnd(22)} ${found.get(name) ?? ''}`)
}

/** What is wrong with what a check shows; a sentence for people is short, and steers no terminal. */
function faultOf({ state, last }: ShownCheck, wanted: 'up' | 'down', sentence: RegExp): string | undefined {
  const text = last?.text ?? ''
  const isShown = text.length > 0 && text.length <= 300 && !/[\p{Cc}\p{Cf}]/u.test(text)
  return state === wanted && sentence.test(text) && isShown ? undefined : `${state}, not ${wanted}: ${text}`
}

function layCertificate(folder: string, name: string, days: number): CertificateFiles {
  // A certificate has whole seconds.
  const to = new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY)
  const names = ['mail.example.com', 'www.example.com']
  const { key, cert } = createTestCa().issue({ names, from: new Date(Date.now() - 90 * DAY), to })
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}-key.pem`), expires: to.getTime() }
  writeFileSync(files.cert, cert)
  writeFileSync(files.key, key)
  for (const path of [files.cert, files.key]) chmodSync(path, 0o644)
  return files
}

function folderOf(folder: string, { name }: Daemon): string {
  return join(folder, name)
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`
}
