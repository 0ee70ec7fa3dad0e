import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Scenario } from '../scenario.ts'
import { underFault } from '../strace.ts'

/** Nothing hints that the log has changed, or the log cannot be reached for a while. */
export const watching: readonly Scenario[] = [
  unwatched('watch_limit', 'No folder can be watched: the limit of watches is reached.', {
    calls: 'inotify_add_watch',
    effect: 'error=ENOSPC',
  }),
  unwatched('watch_instances', 'No folder can be watched: the limit of inotify instances is reached.', {
    calls: 'inotify_init1',
    effect: 'error=EMFILE',
  }),
  {
    name: 'watch_silent',
    what: 'The watch never reports anything, as on a network file system: new lines are found within 15 s.',
    needs: ['traces'],
    run: async (stage) => {
      await stage.start({ under: underFault({ calls: 'inotify_add_watch', effect: 'retval=1' }) })
      await stage.writeAndRead(50)
      await stage.wait(500)
      await stage.writeAndRead(50)
      await stage.stop()
      await stage.start()
    },
  },
  {
    name: 'watch_overflow',
    what: 'Delayed while more happens in the folder than inotify queues; then lines are written that nothing hints at.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(50)
      await stage.hold()
      overflow(dirname(stage.log))
      stage.write(50)
      stage.release()
      await stage.read()
    },
  },
  {
    name: 'folder_recreated',
    what: 'The folder of the log is removed with its contents and created again, 3 times; the log appears 0.3 s later.',
    run: async (stage) => {
      await stage.start()
      for (let round = 0; round < 3; round += 1) {
        await stage.writeAndRead(50)
        rmSync(dirname(stage.log), { recursive: true })
        mkdirSync(dirname(stage.log))
        await stage.wait(300)
      }
    },
  },
  {
    name: 'unreadable',
    what: 'The agent is not root, and may not read the log at the start, nor its folder later.',
    needs: ['changes the user'],
    run: async (stage) => {
      stage.giveToNobody()
      chmodSync(stage.log, 0)
      stage.write(50)
      await stage.start()
      await stage.hear(/source_unreadable: login/)
      await stage.warned('source_unavailable')
      chmodSync(stage.log, 0o600)
      await stage.read()
      chmodSync(dirname(stage.log), 0)
      stage.write(50)
      await stage.wait(1500)
      chmodSync(dirname(stage.log), 0o700)
      await stage.writeAndRead(50)
    },
  },
  {
    name: 'bind_mount',
    what: 'Another folder with another log is mounted over the folder of the log, and unmounted; 50 lines in each.',
    needs: ['mounts'],
    run: async (stage) => {
      const folder = dirname(stage.log)
      const other = join(stage.folder, 'other')
      mkdirSync(other)
      await stage.start()
      await stage.writeAndRead(50)
      execFileSync('mount', ['--bind', other, folder])
      stage.atEnd(() => rmdirSync(other))
      try {
        await stage.writeAndRead(50)
      } finally {
        execFileSync('umount', ['--lazy', folder])
      }
      await stage.writeAndRead(50)
      rmSync(other, { recursive: true })
      mkdirSync(other)
    },
  },
  {
    name: 'bound_file',
    what: 'The log is a bind mount and is rotated outside: nothing of that shows at its path, but it is reported.',
    needs: ['mounts'],
    run: async (stage) => {
      const outside = join(stage.folder, 'outside_log')
      writeFileSync(outside, '')
      execFileSync('mount', ['--bind', outside, stage.log])
      stage.atEnd(() => rmSync(`${outside}.1`))
      try {
        await stage.start()
        await stage.writeAndRead(50)
        renameSync(outside, `${outside}.1`)
        await stage.hear(/source_rotated_outside: login/)
        await stage.writeAndRead(50)
      } finally {
        execFileSync('umount', ['--lazy', stage.log])
      }
    },
  },
  {
    name: 'folder_link_switch',
    what: 'The folder of the log is a link that is switched to another folder with a new log; 3 times.',
    run: async (stage) => {
      const folder = dirname(stage.log)
      const target = (round: number): string => `${folder}-${round}`
      renameSync(folder, target(0))
      symlinkSync(target(0), folder)
      await stage.start()
      await stage.writeAndRead(50)
      for (let round = 1; round <= 3; round += 1) {
        mkdirSync(target(round))
        stage.write(20)
        writeFileSync(join(target(round), 'login_log'), stage.ledger.next(20))
        symlinkSync(target(round), `${folder}.new`)
        renameSync(`${folder}.new`, folder)
        await stage.writeAndRead(50)
      }
    },
  },
]

/** The agent reports that it cannot watch, and looks every second. */
function unwatched(name: string, what: string, fault: Parameters<typeof underFault>[0]): Scenario {
  return {
    name,
    what,
    needs: ['traces'],
    run: async (stage) => {
      await stage.start({ under: underFault(fault) })
      await stage.hear(/watch_failed/)
      await stage.writeAndRead(50)
      await stage.wait(500)
      await stage.writeAndRead(50)
      // The folder of the logs and the inbox.
      if (stage.timesHeard('watch_failed') !== 2) throw new Error('a folder that cannot be watched is reported once')
    },
  }
}

/** Makes more changes than fit in inotify's queue; each differs from the one before, or they would be merged. */
function overflow(folder: string): void {
  const most = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'))
  const other = join(folder, 'other')
  for (let changes = 0; changes <= most; changes += 2) {
    writeFileSync(other, '')
    rmSync(other)
  }
}
