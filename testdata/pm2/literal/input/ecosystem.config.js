// two apps of one host
const common = { cwd: '/srv/shop' };

module.exports = {
  apps: [
    {
      ...common,
      name: 'api',
      script: 'dist/server.js',
      instances: 'max',
      exec_mode: 'cluster',
      interpreter_args: ['--enable-source-maps', '--max-old-space-size=1536'],
      env_production: { PORT: 3000, NODE_ENV: 'production' },
    },
    { name: 'mailer', script: 'dist/mailer.js', max_memory_restart: '1.5G' },
    { name: 'jobs', script: 'dist/jobs.js', instances: 2, max_memory_restart: '3G' },
  ],
};
