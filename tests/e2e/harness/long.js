// Puts a recording of so many tasks and polls into the page's file field, which
// is returned: whoever has it says when it has changed.
const longRecording = (tasks, polls) => {
  const lines = [];
  for (let task = 0; task < tasks; task += 1) {
    const parent = task === 0 ? '' : ',0';
    lines.push(`[0,${task},"declared","task ${task}"${parent}]`);
    lines.push(`[0,${task},"spawned"]`);
  }
  for (let poll = 0; poll < polls; poll += 1) {
    const [at, task] = [poll * 10000, poll % tasks];
    lines.push(`[${at},${task},"woken","timer"]`);
    lines.push(`[${at + 1000},${task},"poll-started"]`);
    lines.push(`[${at + 7000},${task},"poll-ended"]`);
  }
  const text = `{"meanwhile":1,"name":"Long","program":null,"step":5000,
    "engine":"none","hidden":false,"events":[${lines.join(',\n')}]}`;
  const input = document.querySelector('input[type=file]');
  const files = new DataTransfer();
  files.items.add(new File([text], 'long.json'));
  input.files = files.files;
  return input;
};
