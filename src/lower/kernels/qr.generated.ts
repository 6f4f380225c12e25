// Made by scripts/gen-kernels.ts of src/kernels/qr.ts.
export const qr = `func @kernel.qr(%: mem<f64>, %: mem<f64>, %: i32, %: i32, %: i32) -> () disjoint {
% = to_f64 %2
% = mul %3, %2
% = const i32 0
% = alloc mem<f64> %2
% = alloc mem<f64> %6
% = alloc mem<f64> %6
% = const bool 0
% = add %9, %8
% = const f64 0
% = const i32 1
% = const i32 -1
for {step: 1} %8, %13 { (%: i32)
% = mul %1, %14
% = mul %1, %14
% = mul %3, %7
% = mul %1, %16
% = add %1, %15
for {step: 1} %14, %18 { (%: i32)
% = mul %1, %19
% = add %6, %1
for {step: 1} %17, %20 { (%: i32)
% = mul %1, %23
% = add %1, %5
% = add %4, %3
% = load %29, %1
store %21, %2, %0
yield
}
yield
}
for {step: 1} %22, %25 { (%: i32)
% = to_f64 %1
% = mul %2, %29
% = add %1, %3
% = sub %29, %3
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %31, %2
% = for {step: 1} %32, %1, %26 { (%: i32, %: f64)
% = add %9, %2
% = load %35, %1
% = abs %1
% = gt %1, %4
% = if %1 {
% = const bool 1
yield %0
} {
% = ne %4, %4
yield %0
}
% = select %3, %5, %8
yield %0
}
% = gt %11, %37
% = if %1 {
% = const f64 Infinity
% = lt %14, %1
yield %0
} {
yield %42
}
% = if %3 {
% = const f64 1e-140
% = gt %17, %1
% = if %1 {
% = const f64 1e+140
% = lt %20, %1
yield %0
} {
yield %48
}
% = if %3 {
% = for {step: 1} %54, %23, %48 { (%: i32, %: f64)
% = add %31, %2
% = load %57, %1
% = mul %1, %1
% = add %4, %1
yield %0
}
% = sqrt %7
yield %0
} {
% = for {step: 1} %62, %31, %56 { (%: i32, %: f64)
% = add %39, %2
% = load %65, %1
% = div %1, %35
% = mul %1, %1
% = add %5, %1
yield %0
}
% = sqrt %8
% = mul %39, %1
yield %0
}
yield %18
} {
yield %39
}
% = load %71, %46
% = gt %1, %67
% = if %1 {
% = neg %28
yield %0
} {
yield %28
}
store %72, %52, %1
% = ne %29, %70
if %0 {
% = div %5, %30
% = abs %1
% = const f64 1
% = add %1, %2
% = sqrt %1
for {step: 1} %81, %50 { (%: i32)
% = add %57, %1
% = load %83, %1
% = div %1, %38
% = div %1, %5
store %85, %3, %0
yield
}
% = if %14 {
yield %8
} {
% = const f64 -1
yield %0
}
% = mul %2, %8
store %88, %63, %0
yield
} {
yield
}
% = add %67, %83
for {step: 1} %0, %93 { (%: i32)
% = mul %1, %96
% = add %1, %70
% = for {step: 1} %94, %63, %88 { (%: i32, %: f64)
% = add %71, %2
% = load %97, %1
% = add %6, %4
% = load %99, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
for {step: 1} %102, %71 { (%: i32)
% = add %11, %1
% = load %104, %1
% = add %80, %3
% = load %106, %1
% = mul %14, %1
% = sub %4, %1
store %108, %5, %0
yield
}
yield
}
yield
}
for {step: 1} %109, %112 { (%: i32)
% = load %108, %1
% = lt %1, %106
% = if %1 {
% = const f64 -1
yield %0
} {
% = const f64 1
yield %0
}
% = mul %6, %119
% = add %103, %1
for {step: 1} %117, %120 { (%: i32)
% = eq %1, %9
% = if %1 {
yield %9
} {
% = gt %3, %11
% = if %1 {
% = mul %5, %127
% = add %1, %14
% = load %124, %1
yield %0
} {
yield %119
}
yield %3
}
% = add %9, %8
% = lt %9, %17
% = if %1 {
yield %122
} {
% = mul %16, %9
yield %0
}
store %135, %3, %1
yield
}
yield
}
for {step: 1} %129, %132 { (%: i32)
for {step: 1} %130, %134 { (%: i32)
store %129, %0, %125
yield
}
% = load %129, %2
% = lt %1, %127
% = if %1 {
% = const f64 -1
yield %0
} {
% = const f64 1
yield %0
}
store %134, %6, %2
for {step: -1} %6, %128 { (%: i32)
% = to_f64 %1
% = mul %2, %143
% = add %1, %3
% = sub %143, %3
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %145, %2
% = for {step: 1} %146, %1, %140 { (%: i32, %: f64)
% = add %9, %2
% = load %149, %1
% = add %14, %4
% = load %150, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
for {step: 1} %154, %9 { (%: i32)
% = add %19, %1
% = load %155, %1
% = add %18, %3
% = load %158, %1
% = mul %14, %1
% = sub %4, %1
store %159, %5, %0
yield
}
yield
}
for {step: 1} %161, %165 { (%: i32)
% = mul %1, %166
% = add %151, %1
% = add %1, %35
% = load %164, %4
store %172, %1, %0
yield
}
yield
}
yield
}
return
}
`;
