import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, rmdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The result of a command in the container. */
export interface Result {
  readonly code: number
  /** Standard output followed by standard error, trimmed. */
  readonly text: string
}

/** Services of this machine that would start in the container but need what it lacks. */
const MASKED = [
  'systemd-networkd.service',
  'systemd-resolved.service',
  'systemd-timesyncd.service',
  'systemd-firstboot.service',
  'e2scrub_reap.service',
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'systemd-update-utmp.service',
  'getty.target',
  'console-getty.service',
]

const ENVIRONMENT = [
  'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'LC_ALL=C.UTF-8',
  'TERM=dumb',
  'DEBIAN_FRONTEND=noninteractive',
  'SYSTEMD_PAGER=',
  'SYSTEMD_COLORS=0',
]

const NAMESPACES = ['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup', '--root', '--wd']

/** Limit for commands that do not wait for systemd, in milliseconds. */
const PATIENCE = 120_000

/**
 * A machine with its own systemd and no network, whose disk is this machine's, with all changes kept in memory:
 * systemd-nspawn on an overlay. Needs root; works whether or not PID 1 of this machine is systemd.
 */
export class Container {
  /** Its root folder, seen from outside. */
  readonly root: string
  readonly #work: string
  readonly #shared: string
  readonly #groups: string[] = []
  #machine: ChildProcess | undefined
  #leader = 0
  #said = ''

  private constructor(work: string, shared: string) {
    this.#work = work
    this.#shared = shared
    this.root = join(work, 'root')
  }

  /** Prepares a machine without booting it; the folder `shared` appears in it as /mnt/stock. */
  static async create(shared: string): Promise<Container> {
    const work = await mkdtemp(join(tmpdir(), 'spoor-machine-'))
    const container = new Container(work, shared)
    const { root } = container
    await run('mount', ['-t', 'tmpfs', '-o', 'size=3g,mode=755', 'spoor', work])
    for (const name of ['upper', 'work', 'root']) await mkdir(join(work, name))
    const layers = `lowerdir=/,upperdir=${join(work, 'upper')},workdir=${join(work, 'work')}`
    await run('mount', ['-t', 'overlay', '-o', layers, 'spoor', root])
    const units = join(root, 'etc/systemd/system')
    await run('sh', [
      '-c',
      // What this machine runs is not what the packages meet.
      `rm -rf ${units}/*.wants ${units}/*.requires ${root}/etc/rc?.d/S* ${root}/lib/systemd/system-generators/postgresql*`,
    ])
    for (const path of ['usr/sbin/policy-rc.d', 'etc/resolv.conf']) await rm(join(root, path), { force: true })
    // The usual mode; images of machines without users differ.
    await chmod(join(root, 'etc/passwd'), 0o644)
    await mkdir(join(root, 'mnt/stock'), { recursive: true })
    for (const unit of MASKED) {
      await rm(join(units, unit), { force: true })
      await symlink('/dev/null', join(units, unit))
    }
    await mkdir(join(root, 'etc/systemd/journald.conf.d'), { recursive: true })
    await writeFile(
      join(root, 'etc/systemd/journald.conf.d/test.conf'),
      '[Journal]\nStorage=persistent\nRateLimitIntervalSec=0\n',
    )
    return container
  }

  /** Boots the machine, and waits until its systemd has started everything. */
  async boot(): Promise<void> {
    const words = ['systemd-nspawn', '--quiet', '--register=no', '--directory', this.root, '--boot', '--console=pipe']
    const machine = basename(this.#work)
    words.push(`--machine=${machine}`, '--private-network', '--resolv-conf=off', `--bind-ro=${this.#shared}:/mnt/stock`)
    // IPAddressDeny works only with control groups of version 2.
    words.push('--capability=all', '--system-call-filter=bpf')
    if (!existsSync('/run/systemd/system')) {
      words.push('--keep-unit')
      await this.#makeGroups(machine)
    }
    const moves = this.#groups.map((group) => `echo 0 > ${group}/cgroup.procs;`).join(' ')
    this.#machine = spawn('sh', ['-c', `${moves} exec "$@"`, 'sh', ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
    })
    this.#said = ''
    this.#machine.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#said += text))
    await this.until('it is up', async () => {
      this.#leader = await this.#findLeader()
      const { text } = await this.run('systemctl is-system-running')
      if (text === 'degraded') throw new Error((await this.run('systemctl --failed')).text)
      return text === 'running'
    })
    // nspawn mounts its own boot id over the kernel's, which units with ProtectKernelTunables do not see.
    await this.must('umount /proc/sys/kernel/random/boot_id')
  }

  /** Powers the machine off cleanly; its disk stays. */
  async powerOff(): Promise<void> {
    const machine = this.#machine
    this.#machine = undefined
    this.#leader = 0
    if (machine === undefined || machine.exitCode !== null) return
    const gone = once(machine, 'exit')
    machine.kill('SIGTERM')
    await gone
    for (const group of this.#groups.splice(0)) {
      await run('find', [group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']).catch(() => rmdir(group))
    }
  }

  /** Powers the machine off and discards it. */
  async remove(): Promise<void> {
    await this.powerOff()
    await run('umount', ['--lazy', this.root])
    await run('umount', ['--lazy', this.#work])
    await rmdir(this.#work)
  }

  /** A command prefix that enters only the container's network, for programs that stay outside. */
  inItsNetwork(): readonly string[] {
    return ['nsenter', '--target', String(this.#leader), '--net']
  }

  /** Runs a shell script in it, or in its files alone if it is not booted. */
  run(script: string, input = ''): Promise<Result> {
    const shell = ['env', '-i', ...ENVIRONMENT, 'sh', '-c', script]
    const enter =
      this.#leader === 0 ? ['chroot', this.root] : ['nsenter', '--target', String(this.#leader), ...NAMESPACES]
    const [program = '', ...words] = [...enter, ...shell]
    return new Promise((resolve) => {
      const child = execFile(program, words, { timeout: PATIENCE, maxBuffer: 1024 ** 3 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255
        resolve({ code, text: `${stdout}${stderr}`.trim() })
      })
      child.stdin?.on('error', () => undefined).end(input)
    })
  }

  /** Runs a script that must succeed. */
  async must(script: string, input = ''): Promise<string> {
    const { code, text } = await this.run(script, input)
    if (code !== 0) throw new Error(`${script}: exit code ${code}: ${text}`)
    return text
  }

  /** Polls a condition for a minute at most; there is nothing to listen to in another machine. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 60_000
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error(`waited for a minute: ${what}`)
      await setTimeout(100)
    }
  }

  /** Appends to a file in the machine. */
  append(path: string, text: string): Promise<void> {
    return appendFile(join(this.root, path), text)
  }

  async #findLeader(): Promise<number> {
    const pid = this.#machine?.pid ?? 0
    if (this.#machine?.exitCode !== null) throw new Error(`systemd-nspawn has ended: ${this.#said}`)
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
    return Number(children.trim().split(' ')[0])
  }

  /** Without systemd to make control groups, nspawn must be put into some of its own. */
  async #makeGroups(name: string): Promise<void> {
    const isUnified = (await run('stat', ['-fc', '%T', '/sys/fs/cgroup'])).stdout.trim() === 'cgroup2fs'
    for (const line of (await readFile('/proc/self/cgroup', 'utf8')).trim().split('\n')) {
      const [, controllers = '', path = ''] = line.split(':')
      if (controllers === 'cpuset') continue
      const hierarchy = controllers === '' ? (isUnified ? '' : 'unified') : controllers.replace('name=', '')
      const group = join('/sys/fs/cgroup', hierarchy, path, name)
      const made = await mkdir(group).then(
        () => true,
        () => false,
      )
      if (made) this.#groups.push(group)
    }
  }
}
