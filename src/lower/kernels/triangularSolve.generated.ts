// Made by scripts/gen-kernels.ts of src/kernels/triangular.ts.
export const triangularSolve = `func @kernel.triangularSolve(%: mem<f64>, %: mem<f64>, %: mem<f64>, %: i32, %: i32, %: i32, %: i32, %: i32, %: i32, %: i32) -> () disjoint {
% = to_f64 %6
% = to_f64 %6
% = eq %6, %4
% = if %1 {
% = const i32 1
yield %0
} {
yield %10
}
% = if %3 {
yield %11
} {
% = const i32 1
yield %0
}
% = const f64 1
% = const i32 1
% = eq %12, %1
% = ne %1, %8
% = const i32 0
% = mul %12, %11
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %5, %2
% = eq %18, %9
% = eq %22, %10
for {step: 1} %7, %25 { (%: i32)
% = mul %1, %26
% = mul %1, %27
% = mul %2, %27
for {step: 1} %11, %6 { (%: i32)
% = add %2, %1
% = load %34, %1
store %33, %1, %0
yield
}
for {step: 1} %14, %31 { (%: i32)
% = to_f64 %1
% = if %18 {
yield %1
} {
% = sub %29, %22
% = sub %1, %3
yield %0
}
% = if %21 {
% = const f64 0
yield %0
} {
% = add %5, %26
yield %0
}
% = select %24, %6, %34
% = if %18 {
yield %28
} {
% = clamp_i32 %8
% = mul %1, %43
% = add %17, %1
% = add %1, %3
% = load %50, %1
yield %0
}
% = clamp_i32 %13
if %23 {
% = mul %1, %47
% = add %21, %1
% = loop %13 { (%: f64)
% = lt %1, %12
% = if %1 {
% = mul %7, %45
% = add %28, %1
% = clamp_i32 %5
% = mul %1, %46
% = add %3, %1
% = load %63, %1
% = mul %4, %59
% = add %33, %1
for {step: 1} %44, %60 { (%: i32)
% = add %14, %1
% = load %66, %1
% = add %4, %3
% = load %68, %1
% = mul %8, %1
% = sub %4, %1
store %70, %5, %0
yield
}
% = add %18, %56
yield %0
} {
yield %18
}
yield %17, %16
}
for {step: 1} %52, %68 { (%: i32)
% = add %22, %1
% = load %74, %1
% = div %1, %32
store %75, %2, %0
yield
}
yield
} {
for {step: 1} %56, %72 { (%: i32)
% = mul %1, %75
% = add %48, %1
% = add %1, %30
% = load %80, %1
%, % = loop %43, %2 { (%: f64, %: f64)
% = lt %2, %43
%, % = if %2 {
% = mul %39, %77
% = add %60, %1
% = clamp_i32 %7
% = mul %1, %78
% = add %3, %1
% = load %95, %1
% = add %16, %4
% = load %95, %1
% = mul %3, %1
% = sub %13, %1
% = add %15, %83
yield %1, %0
} {
yield %14, %15
}
yield %13, %11, %12
}
% = div %17, %56
store %99, %20, %0
yield
}
yield
}
yield
}
yield
}
return
}
`;
