//! Our layout and its peers on the same graphs, in turn, judged by one judge.
//!
//! usage: peers [--rounds N] [--limit SECONDS] [--only NAME,..] [--engines NAME,..] [--calm] [--varied COUNT] [--write FOLDER] [DESIGN.yaml ..]

mod calm;
mod drawing;
mod engines;
mod graphs;
mod judge;

use std::time::Duration;

use anyhow::Context as _;
use pulumi_designer::layout::Graph;
use pulumi_designer::presets;

use engines::Engine;
use judge::Verdict;

struct Arguments {
    rounds: usize,
    limit: Duration,
    only: Vec<String>,
    engines: Vec<Engine>,
    calm: bool,
    write: Option<std::path::PathBuf>,
    /// How many varied systems to run on as well.
    varied: usize,
    files: Vec<String>,
}

fn arguments() -> anyhow::Result<Arguments> {
    let mut arguments = Arguments {
        rounds: 3,
        limit: Duration::from_secs(25),
        only: Vec::new(),
        engines: Engine::ALL.to_vec(),
        calm: false,
        write: None,
        varied: 0,
        files: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match word.as_str() {
            "--rounds" => arguments.rounds = value()?.parse()?,
            "--limit" => arguments.limit = Duration::from_secs(value()?.parse()?),
            "--only" => arguments.only = value()?.split(',').map(str::to_owned).collect(),
            "--engines" => {
                let names = value()?;
                arguments.engines = Engine::ALL
                    .into_iter()
                    .filter(|engine| names.split(',').any(|name| name == engine.name()))
                    .collect();
            }
            "--varied" => arguments.varied = value()?.parse()?,
            "--calm" => arguments.calm = true,
            "--write" => arguments.write = Some(value()?.into()),
            "--help" => {
                println!(
                    "usage: peers [--rounds N] [--limit SECONDS] [--only GRAPH,..] [--engines NAME,..] [--calm] [--varied COUNT] [--write FOLDER] [DESIGN.yaml ..]"
                );
                std::process::exit(0);
            }
            _ => arguments.files.push(word),
        }
    }
    Ok(arguments)
}

fn main() -> anyhow::Result<()> {
    let arguments = arguments()?;
    let mut all: Vec<(String, Graph)> = Vec::new();
    for preset in presets::all() {
        let design = pulumi_designer::design::file::load(&preset.text).design;
        all.push((preset.name.to_string(), graphs::of_design(&design)));
    }
    for count in [20, 100, 500, 2_000, 10_000] {
        all.push((format!("system-{count}"), graphs::system(count)));
        all.push((format!("shared-{count}"), graphs::shared(count)));
    }
    for count in [20, 100, 500] {
        all.push((format!("hub-{count}"), graphs::hub(count)));
        all.push((format!("chain-{count}"), graphs::chain(count)));
        all.push((format!("random-{count}"), graphs::random(count)));
    }
    for seed in 0..arguments.varied {
        all.push((format!("varied-{seed}"), graphs::varied(seed)));
    }
    for file in &arguments.files {
        let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".yaml").to_owned();
        all.push((name, graphs::of_file(file).with_context(|| file.clone())?));
    }
    if !arguments.only.is_empty() {
        all.retain(|(name, _)| {
            arguments.only.iter().any(|only| {
                name == only
                    || name.strip_suffix(|l: char| l.is_ascii_digit()).is_some()
                        && name.starts_with(&format!("{only}-"))
            })
        });
    }
    if let Some(folder) = &arguments.write {
        return graphs::write(&all, folder);
    }
    if arguments.calm {
        return Ok(calm::print(&all));
    }
    let work = std::env::temp_dir().join(format!("layout-peers-{}", std::process::id()));
    std::fs::create_dir_all(&work)?;
    println!(
        "| graph (nodes/edges/groups) | engine | ms | crossings | length | bends | size | misplaced | through nodes/frames | shared | covered |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for (name, graph) in &all {
        compare(name, graph, &arguments, &work);
    }
    std::fs::remove_dir_all(&work)?;
    Ok(())
}

/// All engines on one graph, in turn, and the table's rows.
fn compare(name: &str, graph: &Graph, arguments: &Arguments, work: &std::path::Path) {
    let mut times: Vec<Vec<(Option<f64>, Option<f64>)>> = vec![Vec::new(); arguments.engines.len()];
    let mut verdicts: Vec<Result<Verdict, String>> = vec![Err("not run".to_owned()); arguments.engines.len()];
    for round in 0..arguments.rounds {
        for (index, engine) in arguments.engines.iter().enumerate() {
            if round > 0 && verdicts[index].is_err() {
                continue;
            }
            match engine.run(graph, work, arguments.limit) {
                Ok(outcome) => {
                    times[index].push((outcome.process, outcome.alone));
                    if round == 0 {
                        verdicts[index] = Ok(judge::judge(graph, &outcome.drawing));
                    }
                }
                Err(error) => verdicts[index] = Err(error.to_string()),
            }
        }
    }
    let title = format!("{name} ({}/{}/{})", graph.nodes.len(), graph.edges.len(), graph.groups.len());
    for ((engine, verdict), times) in arguments.engines.iter().zip(&verdicts).zip(&times) {
        let name = engine.name();
        match verdict {
            Err(reason) => println!("| {title} | {name} | ✗ {reason} |||||||||"),
            Ok(verdict) => {
                let wall = median(times.iter().filter_map(|(process, _)| *process));
                let alone = median(times.iter().filter_map(|(_, alone)| *alone));
                let time = [wall.map(|time| format!("{time:.0} process")), alone.map(|time| format!("{time:.2}"))];
                let bends = verdict.bends.map_or_else(|| "–".to_owned(), |bends| bends.to_string());
                println!(
                    "| {title} | {name} | {} | {} | {:.0} | {bends} | {:.0}×{:.0} | {} | {}/{} | {:.0} | {} |",
                    time.into_iter().flatten().collect::<Vec<_>>().join(", "),
                    verdict.crossings,
                    verdict.length,
                    verdict.size.0,
                    verdict.size.1,
                    verdict.misplaced,
                    verdict.through_nodes,
                    verdict.through_frames,
                    verdict.shared,
                    verdict.covered,
                );
            }
        }
    }
    let of = |wanted: Engine| {
        arguments
            .engines
            .iter()
            .zip(&verdicts)
            .find(|(engine, _)| **engine == wanted)
            .and_then(|(_, verdict)| verdict.as_ref().ok())
    };
    let Some(ours) = of(Engine::Ours) else { return };
    let fewest = [Engine::Elk, Engine::D2Elk, Engine::DotOrtho, Engine::DotSpline]
        .into_iter()
        .filter_map(of)
        .map(|verdict| verdict.crossings)
        .min();
    let ratio = |ours: f64, other: Option<f64>| {
        other.map_or_else(
            || "–".to_owned(),
            |other| if other == 0.0 { format!("{ours:.0} to 0") } else { format!("{:.2}", ours / other) },
        )
    };
    println!(
        "| {title} | **ours to the best, dot, ELK** | | {} | {} | {} | | | | | |",
        ratio(ours.crossings as f64, fewest.map(|count| count as f64)),
        ratio(ours.length, of(Engine::DotOrtho).or_else(|| of(Engine::DotSpline)).map(|verdict| verdict.length)),
        ratio(
            ours.bends.unwrap_or_default() as f64,
            of(Engine::Elk).or_else(|| of(Engine::D2Elk)).and_then(|verdict| verdict.bends).map(|bends| bends as f64)
        ),
    );
}

fn median(times: impl Iterator<Item = f64>) -> Option<f64> {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied()
}
