import assert from 'node:assert/strict'
import type { Machine } from './life.ts'

const CONFIG = '/etc/spoor/conf.d/apart.yml'
const PLUGIN = '/usr/local/sbin/check_self'

/** What the watcher must not see or do itself: root tells it, and plugins run apart. */
export async function checkApart({ checks, container }: Pick<Machine, 'checks' | 'container'>): Promise<void> {
  const found = async (name: string): Promise<string> => {
    const { text } = await container.run('spoor-agent checks list --json')
    return text.split('\n').find((each) => each.includes(`"name":"${name}"`)) ?? ''
  }
  const until = async (name: string, text: RegExp): Promise<void> =>
    container.until(`${name}: ${text.source}`, async () => text.test(await found(name)))
  const secrets = `${CONFIG} /etc/spoor/spoor.yml /etc/spoor/private/api_secret`
  const folders = '/var/lib/spoor-watch /var/lib/spoor-inbox /run/spoor-watch /run/spoor-survey'
  await container.must(
    `cat > ${PLUGIN}; chmod 755 ${PLUGIN}`,
    [
      '#!/bin/sh',
      `read=$(cat ${secrets} 2>/dev/null; ls ${folders} 2>/dev/null)`,
      'for fd in /proc/$$/fd/*; do [ ! -L "$fd" ] || fds="$fds ${fd##*/}"; done',
      'echo "$(id -un):$(id -Gn) read=${read:-nothing} fds=$fds caps=$(grep CapEff /proc/$$/status | cut -f2)"',
      '',
    ].join('\n'),
  )
  await container.must(
    `mkdir -p /backup /var/spool/exim/input; chmod 700 /var/spool/exim; touch /var/spool/exim/input/1tdKfz-0000Ab-2k-H
     mount -t tmpfs -o size=8m backup /backup; head -c 7900000 /dev/zero > /backup/fill
     printf 'checks:\\n  - { name: queue, type: queue, interval: 5s }\\n' > ${CONFIG}
     printf '  - { name: disks, type: disk, mounts: [/backup, /tmp], interval: 5s }\\n' >> ${CONFIG}
     printf '  - { name: plugin, type: command, exec: [${PLUGIN}], interval: 5s }\\n' >> ${CONFIG}
     chgrp spoor ${CONFIG}; chmod 640 ${CONFIG}; systemctl restart spoor-agent-watcher`,
  )
  await checks.check('root tells the watcher of the queue and of hidden disks', async () => {
    await until('queue', /"1 message waits in the queue"/)
    await until('disks', /\/backup is 9[0-9.]+ % full/)
    const paths = '/run/spoor-survey /run/spoor-survey/queue.json'
    assert.equal(await container.must(`stat -c '%a %U:%G' ${paths}`), '750 root:spoor\n640 root:spoor')
    assert.equal(await container.must('systemctl show -P Result spoor-agent-survey'), 'success')
  })
  await checks.check(
    'a plugin runs as a user of its own, with no right and nothing of the agent in reach',
    async () => {
      await until('plugin', /spoor-plugins:spoor-plugins read=nothing fds= 0 1 (?:10 )?2 caps=0000000000000000/)
    },
  )
  await checks.check('where nobody runs plugins that is told, and how to change it', async () => {
    await container.must('systemctl stop spoor-agent-plugins.socket spoor-agent-plugins.service')
    await until('plugin', /nobody runs plugins .*systemctl start spoor-agent-plugins\.socket/)
    await container.must('systemctl start spoor-agent-plugins.socket')
    await until('plugin', /spoor-plugins:spoor-plugins/)
  })
  await checks.check('checks run asks as the watcher does', async () => {
    const { text } = await container.run('spoor-agent checks run plugin')
    assert.match(text, /^ok after \d+ ms: spoor-plugins:/m)
    assert.match((await container.run('spoor-agent checks run queue')).text, /^ok after \d+ ms: 1 message waits/m)
  })
  await container.must(
    `systemctl stop spoor-agent-watcher spoor-agent-plugins.service; umount /backup
     rm -rf ${CONFIG} ${PLUGIN} /var/spool/exim /var/lib/spoor-watch/survey`,
  )
}

/** Updates of dnf, whose metadata are root's. */
export async function checkDnfTold({ checks, container }: Pick<Machine, 'checks' | 'container'>): Promise<void> {
  await checks.check('root tells the watcher of updates of dnf, without a network', async () => {
    await container.must(
      `dnf -q makecache; printf 'checks:\\n  - { name: updates, type: updates, manager: dnf }\\n' > ${CONFIG}
       chgrp spoor ${CONFIG}; chmod 640 ${CONFIG}; systemctl restart spoor-agent.target`,
    )
    const { text } = await container.run('spoor-agent checks run updates')
    assert.match(text, /^(?:ok|warning) after \d+ ms: (?:No updates wait|\d+ )/m)
    await container.must(`systemctl stop spoor-agent-watcher; rm -rf ${CONFIG} /var/lib/spoor-watch/survey`)
  })
}
