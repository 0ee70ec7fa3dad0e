import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Report, parseReport } from '../../agent/spool/reports/report-file.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../../agent/spool/spool-folders.ts'
import { type Logs, SpoolCollector } from './spool-collector.ts'
import { Hands, tear } from './spool-hands.ts'
import type { Step } from './spool-steps.ts'
import { ModelApi, SpoolTransmitter } from './spool-transmitter.ts'

/** A spool with both its processes, what they work on, and what must hold of it. */
export class SpoolModel {
  readonly #folders: SpoolFolders
  readonly #hands: Hands
  readonly #maxSize: number
  readonly #logs: Logs = { login: [], access: [] }
  readonly #api = new ModelApi()
  #collector: SpoolCollector
  #transmitter: SpoolTransmitter
  /** The report under each name that was ever there. */
  readonly #reports = new Map<string, Report>()
  /** The events that were sealed. */
  readonly #sealed = new Set<string>()
  /** Those that may be missing, as they came while nobody knew any more where reading had to go on. */
  readonly #excused = new Set<string>()
  #damages = 0
  /** Since the last start. */
  #isRemoved = false
  /** What was old, by where it was. */
  readonly #removed = { transmitted: new Array<string>(), failed: new Array<string>(), dropped: new Array<string>() }
  readonly #steps: Readonly<Record<Step, () => unknown>>

  private constructor(folders: SpoolFolders, maxSize: number, collector: SpoolCollector) {
    const current = join(folders.root, 'checkpoints.json')
    const previous = join(folders.root, 'checkpoints.previous.json')
    this.#folders = folders
    this.#hands = new Hands(folders)
    this.#maxSize = maxSize
    this.#collector = collector
    this.#transmitter = this.#newTransmitter()
    this.#steps = {
      'events come': () => this.#write('login', true, true),
      'lines without events come': () => this.#write('login', false, false, false, false),
      'an event comes in the other log': () => this.#write('access', false, true),
      read: () => this.#collector.read('login'),
      'read the other log': () => this.#collector.read('access'),
      save: () => this.#collector.save(),
      stop: () => this.#restart(() => this.#collector.close()),
      kill: () => this.#restart(() => this.#collector.die('idle')),
      'kill with half a report written': () => this.#restart(() => this.#collector.die('half a report')),
      'kill between report and position': () => this.#restart(() => this.#collector.die('before the position')),
      'kill with half the positions written': () => this.#restart(() => this.#collector.die('half the positions')),
      'kill between the two renames': () => this.#restart(() => this.#collector.die('between the renames')),
      deliver: () => this.#transmitter.deliver('accepted'),
      'deliver, the answer is lost': () => this.#transmitter.deliver('unheard'),
      'be refused': () => this.#transmitter.deliver('refused'),
      'be refused in part': () => this.#transmitter.deliver('in part'),
      'be taken in parts': () => this.#transmitter.deliver('alone'),
      'get an error': () => this.#transmitter.deliver('error'),
      'reach nobody': () => this.#transmitter.deliver('unreachable'),
      'deliver, nothing can be moved': () => this.#transmitter.deliverInVain('accepted'),
      'be refused, nothing can be moved': () => this.#transmitter.deliverInVain('refused'),
      send: () => this.#transmitter.send('accepted'),
      'send, to be refused': () => this.#transmitter.send('refused'),
      'send, to get an error': () => this.#transmitter.send('error'),
      'the newest answer comes': () => this.#transmitter.hear('newest'),
      'all answers come': () => this.#transmitter.hear('all'),
      'kill between answer and move': () => this.#endTransmitter('accepted'),
      'kill between reason and move': () => this.#endTransmitter('refused'),
      'kill between two parts': () => this.#endTransmitter('in division'),
      'tear the positions': () => this.#damage(tear(current)),
      'empty the positions': () => this.#damage(truncate(current)),
      'remove the positions': () => this.#remove(current),
      'positions of a newer version': () => this.#damage(writeFile(current, '{"version":2}')),
      'a folder in the place of positions': () =>
        this.#damage(rm(current, { recursive: true, force: true }).then(() => mkdir(current))),
      'remove the positions before': () => this.#remove(previous),
      'tear the positions before': () => this.#damage(tear(previous)),
      'strangers in parsed/': () => this.#hands.intrude(),
      'reports of App::Spoor': () => this.#hands.leaveLegacy(),
      'make reports public': () => this.#hands.changeMode(0o644),
      'make reports private': () => this.#hands.changeMode(0o600),
      'try refused reports again': () => this.#hands.moveBack(),
      'drop the newest that waits': () => this.#hands.drop('waiting'),
      'drop the newest that was refused': () => this.#hands.drop('failed'),
      'remove what was sent': () => this.#purge('transmitted'),
      'remove what was refused': () => this.#purge('failed'),
      'remove what is left of dropped ones': () => this.#purge('dropped'),
    }
  }

  /** An empty spool that may hold so many bytes, with a collector and a transmitter. */
  static async create(maxSize: number): Promise<SpoolModel> {
    const folders = spoolFolders(join(await mkdtemp(join(tmpdir(), 'spool-model-')), 'spool'))
    await ensureSpoolFolders(folders)
    const model = new SpoolModel(folders, maxSize, await SpoolCollector.start(folders, {}, maxSize, ignore))
    await model.#restart(async () => undefined)
    // From now on both copies of the positions know both logs.
    await model.#collector.read('login')
    await model.#collector.save()
    return model
  }

  /** Goes through the steps, lets everything settle, and asserts what must hold on the way and at the end. */
  async run(steps: readonly Step[]): Promise<void> {
    try {
      for (const step of steps) {
        await this.#steps[step]()
        await this.#look()
      }
      await this.#settle()
      await this.#assertSettled()
    } finally {
      await rm(join(this.#folders.root, '..'), { recursive: true })
    }
  }

  #write(source: string, ...ofInterest: readonly boolean[]): void {
    const log = this.#logs[source] ?? []
    for (const isEvent of ofInterest) log.push(isEvent ? `${source}-${log.length}` : undefined)
  }

  async #restart(end: () => Promise<void>, maxSize: number = this.#maxSize): Promise<void> {
    await end()
    await this.#look()
    const codes: string[] = []
    this.#collector = await SpoolCollector.start(this.#folders, this.#logs, maxSize, ({ code }) => codes.push(code))
    for (const source of this.#collector.begunAnew) {
      assert.ok(this.#damages > 1, 'one damage, and all positions are lost')
      // What is not there any more may never have been there.
      const isTold = codes.includes('checkpoints_lost') || codes.includes('checkpoints_unreadable')
      assert.ok(isTold || this.#isRemoved, 'begun anew in silence')
      for (const id of this.#logs[source] ?? []) if (id !== undefined && !this.#sealed.has(id)) this.#excused.add(id)
    }
    this.#isRemoved = false
  }

  async #remove(file: string): Promise<void> {
    this.#isRemoved = true
    await this.#damage(rm(file, { recursive: true }))
  }

  async #damage(done: Promise<void>): Promise<void> {
    this.#damages += 1
    await done.catch(ignore)
  }

  async #purge(place: 'transmitted' | 'failed' | 'dropped'): Promise<void> {
    for (const name of await this.#transmitter.purge(this.#folders[place])) this.#removed[place].push(name)
  }

  #newTransmitter(): SpoolTransmitter {
    return new SpoolTransmitter(this.#folders, this.#api, ignore)
  }

  async #endTransmitter(how: 'accepted' | 'refused' | 'in division'): Promise<void> {
    await (how === 'in division' ? this.#transmitter.dieInDivision() : this.#transmitter.dieBeforeTheMove(how))
    this.#transmitter = this.#newTransmitter()
  }

  /** Takes note of new reports, or looks at all again: a name is given once, and its report never changes. */
  async #note(which: 'new' | 'all'): Promise<void> {
    for (const folder of [this.#folders.parsed, this.#folders.transmitted, this.#folders.failed]) {
      for (const name of await readdir(folder)) {
        if (!this.#hands.isReport(name) || (which === 'new' && this.#reports.has(name))) continue
        const report = parseReport(await readFile(join(folder, name), 'utf8'))
        assert.ok(typeof report !== 'string', `${name} is broken`)
        assert.deepEqual(report, this.#reports.get(name) ?? report, `${name} was used twice`)
        this.#reports.set(name, report)
        for (const { id } of report.entries) this.#sealed.add(id)
      }
    }
  }

  /** No saved position may be past what is sealed. */
  async #look(): Promise<void> {
    await this.#note('new')
    for (const name of ['checkpoints.json', 'checkpoints.previous.json']) {
      const text = await readFile(join(this.#folders.root, name), 'utf8').catch(() => '')
      // Damaged ones point nowhere.
      for (const [, source = '', offset] of text.matchAll(/"\/logs\/(\w+)_log".*?"offset":(\d+),/g)) {
        const passed = this.#logs[source]?.slice(0, Number(offset)) ?? []
        const unsealed = passed.filter((id) => id !== undefined && !this.#sealed.has(id) && !this.#excused.has(id))
        assert.deepEqual(unsealed, [], 'a position points past what is sealed')
      }
    }
  }

  /**
   * The API takes everything, and both processes do what is left to do; where strangers take the room, with more of it.
   */
  async #settle(): Promise<void> {
    await this.#transmitter.hear('all')
    await this.#hands.changeMode(0o600)
    if (this.#hands.strangers.size > 0) await this.#restart(() => this.#collector.die('idle'), 1024 ** 3)
    for (let round = 0; await this.#work(); round += 1) assert.ok(round < 100, 'it does not go on by itself')
    await this.#note('all')
    const reports = this.#reports.size
    await this.#restart(() => this.#collector.die('idle'))
    while (await this.#work());
    assert.equal(this.#reports.size, reports, 'sealed again')
  }

  /** Both do what they can; false where that was nothing. */
  async #work(): Promise<boolean> {
    const sealed = this.#sealed.size
    let isLeft = false
    for (const source of Object.keys(this.#logs)) if (await this.#collector.read(source)) isLeft = true
    await this.#look()
    while (await this.#transmitter.deliver('accepted')) isLeft = true
    return isLeft || this.#sealed.size > sealed
  }

  async #assertSettled(): Promise<void> {
    const waiting = (await readdir(this.#folders.parsed)).filter(
      (name) => this.#hands.isReport(name) || this.#hands.legacy.includes(name),
    )
    assert.deepEqual(waiting, [], 'left behind')
    const [sent, refused] = await Promise.all([this.#eventsIn('transmitted'), this.#eventsIn('failed')])
    const events = Object.values(this.#logs).flatMap((log) => log.filter((id) => id !== undefined))
    const excused = events.filter((id) => this.#excused.has(id) && !this.#sealed.has(id))
    const ends = [...sent, ...refused, ...this.#hands.dropped, ...excused]
    assert.deepEqual(ends.sort(), events.sort(), 'each event once')
    assert.deepEqual(
      sent.filter((id) => !this.#api.events.has(id)),
      [],
      'moved without being delivered',
    )
    assert.deepEqual(
      refused.filter((id) => this.#api.events.has(id)),
      [],
      'refused, though it was delivered',
    )
    const severalKeys = [...this.#api.keys].filter(([, keys]) => keys.size > 1)
    assert.deepEqual(severalKeys, [], 'delivered under several keys')
    const names = [...(await this.#everIn('transmitted')), ...(await this.#everIn('failed'))]
    const legacy = names.filter((name) => this.#hands.legacy.includes(name))
    assert.deepEqual(legacy.sort(), this.#hands.legacy.toSorted(), 'each file of App::Spoor once')
  }

  /** The names in a folder, and those that were removed from there. */
  async #everIn(place: 'transmitted' | 'failed'): Promise<string[]> {
    return [...(await readdir(this.#folders[place])), ...this.#removed[place]]
  }

  async #eventsIn(place: 'transmitted' | 'failed'): Promise<string[]> {
    const names = (await this.#everIn(place)).filter((name) => this.#hands.isReport(name))
    return names.flatMap((name) => this.#ownEvents(name))
  }

  /** The events of a report that stand in no part of it. */
  #ownEvents(name: string): string[] {
    const parts = [...this.#reports].filter(
      ([other]) => other !== name && other.startsWith(name.replace('json', 'part-')),
    )
    const apart = new Set(parts.flatMap(([, { entries }]) => entries.map(({ id }) => id)))
    return (
      this.#reports
        .get(name)
        ?.entries.map(({ id }) => id)
        .filter((id) => !apart.has(id)) ?? []
    )
  }
}

function ignore(): void {
  return undefined
}
